"""Telephone numbers in free text, which a group is not shown."""

from __future__ import annotations

import re

from handlers.thai.text import digits

HIDDEN = "xxxx"
"""What stands in place of a number."""

_DIGITS = r"[0-9][0-9 –-]{2,}[0-9]"
_NUMBERS = re.compile(
    rf"(?P<word>(?:โทรศัพท์|โทร|เบอร์|มือถือ|tel)\s*\.?\s*:?\s*){_DIGITS}(?:\s*,\s*{_DIGITS})*"
    r"|(?<![0-9.,/])(?:\+66|0)[0-9 –-]{7,12}[0-9](?![0-9/])",
    re.IGNORECASE,
)


def hide_telephones(text: str) -> str:
    """Give a text without the digits of telephone numbers in it."""
    # Letter for letter, so that places in the one are places in the other.
    shown, end = [], 0
    for found in _NUMBERS.finditer(digits(text)):
        shown.append(text[end : found.start()] + (found["word"] or "") + HIDDEN)
        end = found.end()
    return "".join(shown) + text[end:]
