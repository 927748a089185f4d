"""What became of a project's month: on time, late, missing, or nothing was owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.timeliness.policy import Deadlines
from storage.periods import Period
from storage.records import ProjectStatus, Timeliness

# A project that is finished, suspended or cancelled owes no report.
RUNNING = frozenset({ProjectStatus.NOT_STARTED, ProjectStatus.IN_PROGRESS, ProjectStatus.DELAYED})


class Class(StrEnum):
    """The four that a project's month can be in; it is always in exactly one."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True)
class First:
    """The first report of a month, as first sent; an imported one has no `timeliness`."""

    reported_on: date
    timeliness: Timeliness | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Whole percentages of what was owed; they add up to 100."""

    on_time: int
    late: int
    missing: int


def timeliness_of(deadlines: Deadlines, filed_on: date) -> Timeliness:
    return Timeliness.ON_TIME if filed_on <= deadlines.due_on else Timeliness.LATE


def may_file(deadlines: Deadlines, today: date, *, reopened: bool) -> bool:
    """Tell whether a report or a correction of the month is taken today."""
    return reopened or today <= deadlines.locks_after


def judged_on(deadlines: Deadlines, today: date) -> date:
    """Give the day whose status of the project says whether the month is owed."""
    return min(deadlines.due_on, today)


def owes(period: Period, *, fiscal_year: int, status: ProjectStatus, today: date) -> bool:
    """Tell whether a project of a Buddhist fiscal year owes a report of the month.

    `status` is the one on the day that `judged_on` gives. A month that has not begun owes nothing.
    """
    begun = period.first_day <= today
    return begun and status in RUNNING and fiscal_year == period.fiscal_year


def class_of(
    deadlines: Deadlines,
    first: First | None,
    *,
    fiscal_year: int,
    status: ProjectStatus,
    today: date,
) -> Class:
    """Give the class of a project's month; `status` is as for `owes`.

    What was reported is on time or late, whether it was owed or not.
    """
    if first is not None:
        return Class(first.timeliness or timeliness_of(deadlines, first.reported_on))
    owed = owes(deadlines.period, fiscal_year=fiscal_year, status=status, today=today)
    return Class.MISSING if owed else Class.NOT_OWED


def shares_of(counts: Mapping[Class, int]) -> Shares | None:
    """Give the shares of on time, late and missing in whole percent, or None of nothing owed.

    What rounding down leaves of 100 goes to those that lost most by it, one each.
    """
    counted = [counts.get(one, 0) for one in (Class.ON_TIME, Class.LATE, Class.MISSING)]
    total = sum(counted)
    if total == 0:
        return None
    shares = [100 * count // total for count in counted]
    most_lost = sorted(range(3), key=lambda at: -(100 * counted[at] % total))
    for at in most_lost[: 100 - sum(shares)]:
        shares[at] += 1
    return Shares(*shares)
