"""How a project's month stands, and what belongs to its reports, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from storage.periods import Period
from storage.records import ProjectStatus, Timeliness


@dataclass(frozen=True, slots=True)
class JudgedOn:
    """The days whose status says whether a unit's projects owed the month, and the one before."""

    month: date
    before: date


@dataclass(frozen=True, slots=True)
class FirstSent:
    """The first report of a month as first sent; an imported one has only a day."""

    reported_on: date
    timeliness: Timeliness | None
    filed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest report of the fiscal year, and how it compares with those before.

    `before` is the percent of the newest month reported before this one. The percent is the same
    since `stands_since`; every report since `problem_since` named a problem or an obstacle.
    """

    report_id: int
    period: Period
    reported_on: date
    percent: Decimal
    before: Decimal | None
    stands_since: Period
    problem_since: date | None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reports on a project; `reachable` where a chat with them is linked."""

    person_id: int
    name: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A project's month. `status` is of the day asked for, the others of the days of JudgedOn."""

    project_id: int
    code: str
    name: str
    unit_code: str
    unit: str
    fiscal_year: int
    status: ProjectStatus
    status_judged: ProjectStatus
    status_before: ProjectStatus
    budget: Decimal | None
    budget_used: Decimal | None
    first: FirstSent | None
    first_before: FirstSent | None
    newest: Newest | None
    reporters: tuple[Reporter, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A project and its unit, both by number and name."""

    project_id: int
    name: str
    unit_code: str
    unit: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Comment:
    """`author` is empty for somebody who was erased."""

    author: str
    text: str
    at: datetime


class Wanted(StrEnum):
    """Which projects are shown; the values stand in buttons, and are keys of the wording."""

    ALL = "all"
    LATE = "late"
    RISK = "risk"
