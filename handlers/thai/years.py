"""Fiscal years as they are named beside other words: "ปี 2569", "ปีงบประมาณ พ.ศ. ๒๕๖๙", "ปี 69"."""

from __future__ import annotations

import re

from handlers.thai.text import comparable
from storage.periods import BUDDHIST_OFFSET

_CALLED = r"(?:ของ|ใน|ประจำ)?ปี(?:งบประมาณ|งบ)?|(?<![a-z])(?:fiscal\s)?(?:year|fy)"
_ERA = r"[พค]\.?\s?ศ\.?"
BEFORE_A_YEAR = rf"(?:{_CALLED})?\s*(?:{_ERA})?\s*"
"""Pattern of what may stand before a year; it fits nothing, too."""

_SPOKEN = re.compile(
    rf"(?={_CALLED}|{_ERA}){BEFORE_A_YEAR}(?P<year>(?:25|20)[0-9]{{2}}(?![0-9])|[67][0-9]$)"
)


def split_years(words: str) -> tuple[str, frozenset[int]]:
    """Give the words without the years that are called so, and these in the Buddhist era.

    A number that nothing calls a year stays: it may be part of a name or a code.
    """
    plain = comparable(words)
    years = frozenset(_in_full(found["year"]) for found in _SPOKEN.finditer(plain))
    return (_SPOKEN.sub(" ", plain), years) if years else (words, years)


def _in_full(written: str) -> int:
    year = int(written) + (2500 if len(written) == 2 else 0)
    return year + (BUDDHIST_OFFSET if year < 2400 else 0)
