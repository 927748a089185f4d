"""The working days of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Monday to Friday, without the Thai public holidays and without the office's `own` ones."""

    own: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.own and day not in _public_holidays(day.year)

    def working_day_before(self, day: date) -> date:
        """Give `day` itself if it is a working day, else the nearest before it."""
        return day if self.is_working(day) else self.before(day, 1)

    def after(self, day: date, count: int) -> date:
        """Give the working day that is `count` of them on; 0 is `day`, whatever it is."""
        return self._walk(day, count, _DAY)

    def before(self, day: date, count: int) -> date:
        """Give the working day that is `count` of them back; 0 is `day`, whatever it is."""
        return self._walk(day, count, -_DAY)

    def shifted(self, day: date, count: int) -> date:
        """Give the working day `count` of them on, or back where it is negative."""
        return self.after(day, count) if count >= 0 else self.before(day, -count)

    def _walk(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError(f"{count} is no number of days")
        while count:
            day += step
            count -= self.is_working(day)
        return day


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("TH", years=year))
