"""Projects at risk, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from handlers.timeliness.classes import RUNNING
from storage.periods import Period, fiscal_months
from storage.project_months import Newest, Standing

BEHIND = Decimal(15)
"""Points below the straight line of the fiscal year that are still no risk."""

AHEAD = Decimal(30)
"""Points by which the share of the budget that is used may be above the progress."""

STALLED = 2
"""Months without progress that are a risk."""

COMPLETE = Decimal(100)


class Reason(StrEnum):
    """Why a project is at risk, the gravest first; the values are keys of the wording."""

    FELL = "fell"
    BEHIND = "behind"
    STALLED = "stalled"
    SPENT = "spent"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Risk:
    """A reason, and the two percents that make it one: what is, and what it is held against.

    `since` is the month since when a stalled project stands still.
    """

    reason: Reason
    percent: Decimal
    against: Decimal
    since: Period | None = None


@lru_cache(64)
def straight_line(fiscal_year: int, day: date) -> Decimal:
    """Give the percent of a Buddhist fiscal year that has passed by the end of a day."""
    months = fiscal_months(fiscal_year)
    begins, ends = months[0].first_day, months[-1].last_day
    days = (ends - begins).days + 1
    passed = min(max((day - begins).days + 1, 0), days)
    return round(Decimal(100 * passed) / days, 2)


def risks_of(standing: Standing, day: date) -> tuple[Risk, ...]:
    """Give the reasons for which a project is at risk on a day, the gravest first.

    Only one that is running and has reported in the fiscal year can be: that nothing is reported
    is told elsewhere.
    """
    newest = standing.newest
    if newest is None or standing.status not in RUNNING:
        return ()
    percent = newest.percent
    found = []
    if newest.before is not None and percent < newest.before:
        found.append(Risk(Reason.FELL, percent, newest.before))
    line = straight_line(standing.fiscal_year, day)
    if line - percent > BEHIND:
        found.append(Risk(Reason.BEHIND, percent, line))
    if percent < COMPLETE and months_between(newest.stands_since, newest.period) >= STALLED:
        found.append(Risk(Reason.STALLED, percent, percent, newest.stands_since))
    used = share_used(standing)
    if used is not None and used - percent > AHEAD:
        found.append(Risk(Reason.SPENT, percent, used))
    if percent == COMPLETE:
        found.append(Risk(Reason.NOT_DONE, percent, percent))
    return tuple(found)


def share_used(standing: Standing) -> Decimal | None:
    """Give the percent of the budget that is used; None where there is none or it is unknown."""
    if not standing.budget or standing.budget_used is None:
        return None
    return round(100 * standing.budget_used / standing.budget, 2)


def months_between(first: Period, last: Period) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def problem_age(newest: Newest, day: date) -> int | None:
    """Give for how many days a problem is open; None where the newest report names none.

    A problem that was told after the `day`, in a late report, is 0 days old.
    """
    return None if newest.problem_since is None else max((day - newest.problem_since).days, 0)
