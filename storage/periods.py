"""Months, fiscal quarters and fiscal years of the city's plan.

The fiscal year runs from 1 October to 30 September and is named, in the Buddhist era,
after the year it ends in: 1 October 2022 to 30 September 2023 is fiscal year 2566.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_OFFSET = 543


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month of reporting; `year` is Christian."""

    year: int
    month: int

    def __post_init__(self) -> None:
        # As far as `date` reaches; the last month has no last day there.
        if not (1 <= self.year < 9999 and 1 <= self.month <= 12):
            raise ValueError(f"no month {self.month} of year {self.year}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read the form of `str`, such as "2023-08"; raises ValueError otherwise."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(f"{text!r} is no period such as 2023-08")
        return cls(int(text[:4]), int(text[5:]))

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Period:
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    @property
    def previous(self) -> Period:
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    @property
    def fiscal_year(self) -> int:
        """In the Buddhist era."""
        return self.year + BUDDHIST_OFFSET + (self.month >= 10)

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.fiscal_year, (self.month - 10) % 12 // 3 + 1)

    @property
    def ends_quarter(self) -> bool:
        return self.month % 3 == 0


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a fiscal year of the Buddhist era: 1 is October to December."""

    fiscal_year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"no quarter {self.number}")

    def __str__(self) -> str:
        return f"{self.fiscal_year}Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read the form of `str`, such as "2566Q4"; raises ValueError otherwise."""
        match = re.fullmatch(r"(2[45][0-9]{2})Q([1-4])", text.upper())
        if match is None:
            raise ValueError(f"{text!r} is no quarter such as 2566Q4")
        return cls(int(match[1]), int(match[2]))

    @property
    def periods(self) -> tuple[Period, Period, Period]:
        first = fiscal_months(self.fiscal_year)[(self.number - 1) * 3]
        return first, first.next, first.next.next


def fiscal_months(fiscal_year: int) -> tuple[Period, ...]:
    """Give the twelve months of a fiscal year of the Buddhist era, October first."""
    christian = fiscal_year - BUDDHIST_OFFSET
    return tuple(
        [Period(christian - 1, month) for month in (10, 11, 12)]
        + [Period(christian, month) for month in range(1, 10)]
    )


def months_just_before(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Give as many months before: a quarter's or a year's, so that they are of one fiscal year."""
    month, before = periods[0], []
    for _ in periods:
        month = month.previous
        before.append(month)
    return tuple(reversed(before))


def local_date(moment: datetime) -> date:
    """Give the day that people in Bangkok call today at `moment`, which must bear a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no day")
    return moment.astimezone(BANGKOK).date()


def period_of(day: date) -> Period:
    """Give the month of reporting that a Bangkok day falls in."""
    return Period(day.year, day.month)
