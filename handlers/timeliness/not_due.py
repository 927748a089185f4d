"""What is missing of a month and not due yet: nobody is to be blamed for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from handlers.timeliness.policy import Deadlines


@dataclass(frozen=True, slots=True)
class NotDue:
    """So many projects are due on a day to come, or on several from the first to the last."""

    count: int
    first: date
    last: date

    def plus(self, other: NotDue) -> NotDue:
        """Count the projects of another unit in."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        return NotDue(self.count + other.count, first, last)


def due_later(days: Mapping[str, Deadlines], today: date) -> dict[str, date]:
    """Give the units whose due day is still to come, and when that is."""
    return {code: one.due_on for code, one in days.items() if one.due_on > today}


def not_due(count: int, days: Collection[date]) -> NotDue | None:
    """Give so many projects that are due on these days; None where there are none."""
    return NotDue(count, min(days), max(days)) if count and days else None


def all_not_due(several: Iterable[NotDue]) -> NotDue | None:
    """Add up what is not due yet; None of nothing."""
    found = [*several]
    return reduce(NotDue.plus, found) if found else None
