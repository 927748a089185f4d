"""Which quarter somebody means, and the nearest one that there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.thai.text import digits
from storage.periods import BUDDHIST_OFFSET, Quarter

_YEAR = re.compile(r"(?<![0-9])(?:2[45]|20)[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9])[0-9](?![0-9])")


@dataclass(frozen=True, slots=True)
class NoQuarter:
    """What was written names no quarter."""

    nearest: Quarter


@dataclass(frozen=True, slots=True)
class NotBegun:
    """The quarter is yet to come."""

    nearest: Quarter


@dataclass(frozen=True, slots=True)
class NothingThere:
    """There are no projects of that fiscal year."""

    nearest: Quarter


def find_quarter(
    text: str, present: Quarter, years: Sequence[int]
) -> Quarter | NoQuarter | NotBegun | NothingThere:
    """Read a quarter such as 2566Q4, of one of the Buddhist fiscal years that have projects."""
    try:
        quarter = Quarter.parse(text.strip())
    except ValueError:
        return NoQuarter(nearest_quarter(guess_quarter(text, present), present, years))
    if quarter > present:
        return NotBegun(nearest_quarter(quarter, present, years))
    if quarter.fiscal_year not in years:
        return NothingThere(nearest_quarter(quarter, present, years))
    return quarter


def guess_quarter(text: str, present: Quarter) -> Quarter:
    """Take the year and the number out of a text such as "ไตรมาส 4/2023"; both may be wrong."""
    plain = digits(text)
    year, number = _YEAR.search(plain), _NUMBER.search(_YEAR.sub(" ", plain))
    fiscal_year = int(year[0]) if year else present.fiscal_year
    if fiscal_year < 2400:
        fiscal_year += BUDDHIST_OFFSET
    wanted = int(number[0]) if number else present.number
    return Quarter(fiscal_year, min(max(wanted, 1), 4))


def nearest_quarter(quarter: Quarter, present: Quarter, years: Sequence[int]) -> Quarter:
    """Give the quarter of a year with projects that is nearest and has begun."""
    wanted = min(quarter, present)
    there = [year for year in years if year <= present.fiscal_year] or [present.fiscal_year]
    year = min(there, key=lambda one: (abs(one - wanted.fiscal_year), -one))
    if year == wanted.fiscal_year:
        return wanted
    return min(Quarter(year, 4 if year < wanted.fiscal_year else 1), present)
