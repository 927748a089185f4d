"""Telephone numbers in free text, which a group is not shown."""

from __future__ import annotations

import re

from handlers.thai.text import digits

HIDDEN = "xxxx"
"""What stands in place of a number."""

# What cannot be seen as well: whoever reads it sees a number.
_BETWEEN = r"[ _.()\u00a0\u00ad\u2009\u200b-\u200d\u2010-\u2014\u202f\u2060\u2212\ufeff-]"
_AREA = r"(?:\((?=[0-9]+\)))?"  # the bracket of "(02) 245 4743"
_WORD = (
    r"(?:โทรศัพท์|โทรสาร|โทร|เบอร์|มือถือ|tel|phone|fax)"
    r"(?:[\s.:ฯ]|โทรศัพท์|มือถือ|ภายใน|ติดต่อ|หมายเลข|เบอร์|สาย|ต่อ)*"
)
# Of an office's own exchange, which has at least four digits.
_AFTER_A_WORD = rf"{_AREA}[0-9](?:{_BETWEEN}{{0,2}}[0-9]){{3,}}"
_OTHERS = rf"(?:\s*(?:,|/|และ|หรือ)\s*{_AFTER_A_WORD})*"
# Of nine or ten digits, the first of which is 0 or +66; what ends otherwise may follow, as in 7-9.
_ALONE = (
    rf"(?<![0-9.,/]){_AREA}(?:\+66\)?{_BETWEEN}{{0,2}}|0)(?:{_BETWEEN}{{0,3}}[0-9]){{8,9}}"
    r"(?: ?[–-] ?[0-9]{1,2})?(?![0-9/])"
)
_NUMBERS = re.compile(rf"(?P<word>{_WORD}){_AFTER_A_WORD}{_OTHERS}|{_ALONE}", re.IGNORECASE)


def hide_telephones(text: str) -> str:
    """Give a text without the digits of telephone numbers in it."""
    # Letter for letter, so that places in the one are places in the other.
    shown, end = [], 0
    for found in _NUMBERS.finditer(digits(text)):
        shown.append(text[end : found.start()] + (found["word"] or "") + HIDDEN)
        end = found.end()
    return "".join(shown) + text[end:]
