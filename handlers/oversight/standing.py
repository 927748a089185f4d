"""The month of a unit and of all below it: counts, classes, and who and what wants attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.oversight.risk import Risk, problem_age, risks_of
from handlers.timeliness.classes import RUNNING, Class, First, Shares, class_of, may_file, shares_of
from handlers.timeliness.policy import Deadlines
from storage.periods import Period
from storage.project_months import FirstSent, Reporter, Standing
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
    """A project's month with all that is said of it; `problem_days` is the age of a problem."""

    standing: Standing
    became: Class
    before: Class
    bucket: Bucket
    risks: tuple[Risk, ...]
    problem_days: int | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Change:
    """By how many points each share is above that of the month before."""

    on_time: int
    late: int
    missing: int


@dataclass(frozen=True, slots=True)
class Group:
    """Missing projects that have the same reporters; nobody at all may be one."""

    reporters: tuple[Reporter, ...]
    projects: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The projects of a unit and of those below it, as they stood on a day."""

    unit: Unit
    period: Period
    day: date
    projects: tuple[Judged, ...]

    @property
    def buckets(self) -> Mapping[Bucket, int]:
        counted = Counter(one.bucket for one in self.projects)
        return {bucket: counted[bucket] for bucket in Bucket}

    @property
    def classes(self) -> Mapping[Class, int]:
        counted = Counter(one.became for one in self.projects)
        return {each: counted[each] for each in Class}

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.classes)

    @property
    def change(self) -> Change | None:
        """What the shares gained since the month before; None where either month had none."""
        now, then = self.shares, shares_of(Counter(one.before for one in self.projects))
        if now is None or then is None:
            return None
        return Change(now.on_time - then.on_time, now.late - then.late, now.missing - then.missing)

    @property
    def missing(self) -> tuple[Judged, ...]:
        """The projects without their report, those of the same people together."""
        missing = (one for one in self.projects if one.became is Class.MISSING)
        return tuple(sorted(missing, key=_by_reporters))

    @property
    def can_be_reminded(self) -> bool:
        """Tell whether anybody can still send what is missing."""
        return any(not one.locked for one in self.missing)

    @property
    def at_risk(self) -> tuple[Judged, ...]:
        """Those with the most reasons first."""
        found = (one for one in self.projects if one.risks)
        return tuple(sorted(found, key=lambda one: (-len(one.risks), one.standing.code)))

    @property
    def problems(self) -> tuple[Judged, ...]:
        """The projects whose newest report names a problem, the oldest problem first."""
        found = [(one.problem_days, one) for one in self.projects if one.problem_days is not None]
        found.sort(key=lambda pair: (-pair[0], pair[1].standing.code))
        return tuple(one for _, one in found)

    @property
    def reported(self) -> tuple[Judged, ...]:
        """The projects with a report of the month, the newest report first."""
        found = [
            (newest.reported_on, one)
            for one in self.projects
            if (newest := one.standing.newest) and newest.period == self.period
        ]
        found.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].standing.code))
        return tuple(one for _, one in found)

    @property
    def says_nothing(self) -> bool:
        """Tell whether there is nothing to look after."""
        return not (self.missing or self.at_risk or self.problems)


def judge(standing: Standing, days: Days, *, day: date, today: date, reopened: bool) -> Judged:
    """Say what became of a project's month by the days of its unit, and what is alarming on a day.

    With `reopened` a supervisor lets it be reported whatever the day.
    """
    newest = standing.newest
    return Judged(
        standing=standing,
        became=_class_of(standing, standing.first, standing.status_judged, days.month, today),
        before=_class_of(
            standing, standing.first_before, standing.status_before, days.before, today
        ),
        bucket=bucket_of(standing.status, reported=standing.first is not None),
        risks=risks_of(standing, day),
        problem_days=problem_age(newest, day) if newest else None,
        locked=not may_file(days.month, today, reopened=reopened),
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


def group_by_reporters(missing: tuple[Judged, ...]) -> tuple[Group, ...]:
    """Put together what the same people report on, in the order of `Overview.missing`."""
    groups: dict[tuple[Reporter, ...], list[Judged]] = {}
    for one in missing:
        groups.setdefault(one.standing.reporters, []).append(one)
    return tuple(Group(reporters, tuple(theirs)) for reporters, theirs in groups.items())


def bucket_of(status: ProjectStatus, *, reported: bool) -> Bucket:
    """Give the count that a project belongs to; only one that runs can lack its report."""
    if status in RUNNING:
        return Bucket.IN_PROGRESS if reported else Bucket.UNREPORTED
    return Bucket(status.value)


def _by_reporters(one: Judged) -> tuple[bool, tuple[str, ...], str]:
    names = tuple(reporter.name for reporter in one.standing.reporters)
    return not names, names, one.standing.code
