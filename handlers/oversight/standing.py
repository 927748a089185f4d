"""The month of a unit and of all below it: counts, classes, and who and what wants attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.oversight.parts import Part
from handlers.oversight.risk import Risk, problem_age, risks_of
from handlers.oversight.waiting import Waiting
from handlers.timeliness.classes import RUNNING, Class, First, Shares, class_of, may_file, shares_of
from handlers.timeliness.policy import Deadlines
from storage.periods import Period
from storage.project_months import FirstSent, Standing
from storage.records import ProjectStatus, Unit


class Bucket(StrEnum):
    """The city's own counts of projects; each project is in exactly one."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    UNREPORTED = "unreported"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a unit's month, and those of the month before."""

    month: Deadlines
    before: Deadlines


@dataclass(frozen=True, slots=True)
class Judged:
    """A project's month with all that is said of it; `problem_days` is the age of a problem.

    `due_on` is the day of a report that is missing and not due yet, `due_today` tells of one that
    is due today.
    """

    standing: Standing
    became: Class
    before: Class
    bucket: Bucket
    risks: tuple[Risk, ...]
    problem_days: int | None
    locked: bool
    due_on: date | None = None
    due_today: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """By how many points each share is above that of the month before."""

    on_time: int
    late: int
    missing: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of so many projects, the first of them counted from 0."""

    count: int = 0
    shown: tuple[Judged, ...] = ()
    first: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what stands behind a digest's button."""

    unit: Unit
    period: Period
    part: Part
    listed: Listed
    can_be_reminded: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """How the month of a unit and of all below it stood on a day; only a few projects are named.

    Of a month that is over the `day` is its last one, and reports count until `today`. `before`
    are the classes of the month before, `reported` is how many reported this one.
    """

    unit: Unit
    period: Period
    day: date
    today: date
    buckets: Mapping[Bucket, int]
    classes: Mapping[Class, int]
    before: Mapping[Class, int]
    missing: Waiting
    at_risk: Listed
    problems: Listed
    reported: int

    @property
    def projects(self) -> int:
        return sum(self.buckets.values())

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.classes)

    @property
    def change(self) -> Change | None:
        """What the shares gained since the month before; None where either month had none."""
        now, then = self.shares, shares_of(self.before)
        if now is None or then is None:
            return None
        return Change(now.on_time - then.on_time, now.late - then.late, now.missing - then.missing)

    @property
    def says_nothing(self) -> bool:
        """Tell whether there is nothing to look after."""
        return not (self.missing.projects or self.at_risk.count or self.problems.count)


def judge(standing: Standing, days: Days, *, day: date, today: date, reopened: bool) -> Judged:
    """Say what became of a project's month by the days of its unit, and what is alarming on a day.

    With `reopened` a supervisor lets it be reported whatever the day.
    """
    newest = standing.newest
    became = _class_of(standing, standing.first, standing.status_judged, days.month, today)
    is_coming = became is Class.MISSING and days.month.due_on > today
    return Judged(
        standing=standing,
        became=became,
        before=_class_of(
            standing, standing.first_before, standing.status_before, days.before, today
        ),
        bucket=bucket_of(standing.status, reported=standing.first is not None),
        risks=risks_of(standing, day),
        problem_days=problem_age(newest, day) if newest else None,
        locked=not may_file(days.month, today, reopened=reopened),
        due_on=days.month.due_on if is_coming else None,
        due_today=became is Class.MISSING and days.month.due_on == today,
    )


def _class_of(
    standing: Standing,
    first: FirstSent | None,
    status: ProjectStatus,
    deadlines: Deadlines,
    today: date,
) -> Class:
    return class_of(
        deadlines,
        None if first is None else First(first.reported_on, first.timeliness),
        fiscal_year=standing.fiscal_year,
        status=status,
        today=today,
    )


def bucket_of(status: ProjectStatus, *, reported: bool) -> Bucket:
    """Give the count that a project belongs to; only one that runs can lack its report."""
    if status in RUNNING:
        return Bucket.IN_PROGRESS if reported else Bucket.UNREPORTED
    return Bucket(status.value)
