"""The two ways in which platforms count a text."""

from __future__ import annotations

import unicodedata

# Spacing vowels that Unicode joins to the letter before them.
JOINED = {"\u0e33", "\u0eb3"}
JOINER = "\u200d"


def utf16_units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """The number of characters that a reader sees: a letter with its marks is one."""
    count = 0
    before = ""
    flags = 0
    for letter in text:
        flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        flags = flags + 1 if flag else 0
        joined = _is_joined(letter) or before == JOINER or (before, letter) == ("\r", "\n")
        # Two letters of a country make one flag.
        if not before or not (joined or (flag and flags % 2 == 0)):
            count += 1
        before = letter
    return count


def _is_joined(letter: str) -> bool:
    if letter in JOINED or letter == JOINER:
        return True
    return unicodedata.category(letter).startswith("M") or "\U0001f3fb" <= letter <= "\U0001f3ff"
