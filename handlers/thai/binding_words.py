"""The word that lets narratives be shown in a group, behind the code of a unit."""

from __future__ import annotations

from handlers.thai.text import comparable, digits

_FULL = frozenset(map(comparable, ("full", "เต็ม", "ทั้งหมด", "ละเอียด", "พร้อมรายละเอียด")))


def split_full(words: str) -> tuple[str, bool]:
    """Give the code or name, and whether the word for all stands behind it."""
    *before, last = digits(words).split() or [""]
    if comparable(last) in _FULL:
        return " ".join(before), True
    return " ".join((*before, last)).strip(), False
