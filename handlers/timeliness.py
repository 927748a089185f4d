"""Whether a report came in time: by the 25th, or the working day before it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

from storage.periods import Period
from storage.records import Timeliness

DUE_DAY = 25


def due_on(period: Period) -> date:
    """Give the last day on which a month's report is in time: never a weekend or a holiday."""
    holidays = _holidays(period.year)
    day = date(period.year, period.month, DUE_DAY)
    while day.weekday() >= 5 or day in holidays:
        day -= timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> HolidayBase:
    return country_holidays("TH", years=year)


def timeliness_of(period: Period, filed_on: date) -> Timeliness:
    return Timeliness.ON_TIME if filed_on <= due_on(period) else Timeliness.LATE
