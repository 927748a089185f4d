"""Thai as it is searched for: what is easily mistyped, or written in two ways, is the same."""

from __future__ import annotations

import re

from handlers.thai.text import comparable

# Marks that are often left out or misplaced, and signs that say nothing of a name.
_LEFT_OUT = dict.fromkeys((*range(0x0E47, 0x0E4F), 0x0E3A, 0x0E46, 0x0E2F))
_ALIKE = str.maketrans("ใศษณฬฎฏฑฐฆฅฃ", "ไสสนลดตทถคคข")
_BETWEEN = re.compile(r"[^0-9a-z\u0e01-\u0e45]+")
_LONG_A = re.compile("ำ+")

KINDS_OF_UNITS = (
    *("สำนักงานเขต", "สำนักงาน", "สำนัก", "เขต", "กลุ่มงาน", "กลุ่ม", "กอง", "ฝ่าย", "ศูนย์"),
    *("district office", "office", "division", "department"),
)
"""What the name of a unit may begin with, and is often left out where people speak of it."""


def fold(text: str) -> str:
    """Give a form without spaces in which different spellings of a name are the same.

    Tone marks, the silencing mark and signs of repetition are gone, as is everything between
    words; consonants and vowels that sound alike are one. It is for comparing only.
    """
    text = _LONG_A.sub("ำ", comparable(text)).translate(_ALIKE).translate(_LEFT_OUT)
    return _BETWEEN.sub("", text)


def short_name(folded: str) -> str:
    """Take the kind of unit off a folded name, where something is left of it then."""
    for kind in _KINDS:
        if folded.startswith(kind) and len(folded) > len(kind) + 1:
            return folded[len(kind) :]
    return folded


def spoken_names(folded: str) -> tuple[str, ...]:
    """Give the forms in which a folded name of a unit is spoken of, the longest first."""
    short = short_name(folded)
    whole = folded[: len(folded) - len(short)]
    names = {folded, short, *(kind + short for kind in _KINDS if whole.endswith(kind))}
    return tuple(sorted(names, key=len, reverse=True))


_KINDS = tuple(sorted(map(fold, KINDS_OF_UNITS), key=len, reverse=True))
