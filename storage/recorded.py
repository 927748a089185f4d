"""What was recorded of a project in some months, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from storage.records import Evaluation, Indicator, ProjectStatus, Report


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A project's status from a day on, and the one it had until then."""

    before: ProjectStatus
    status: ProjectStatus
    since: date


@dataclass(frozen=True, slots=True)
class Budget:
    """The baht that a project was given, and those that are used; None where they are unknown."""

    given: Decimal | None
    used: Decimal | None


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """The budget that a project had until a day, on which it changed."""

    before: Budget
    until: date


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """A figure as it was given; nobody knows when where it came with a page.

    `reason` is why a score was corrected, empty for any other figure.
    """

    figure: Decimal | None
    filed_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FigureLog:
    """All that was given as the result of an indicator, or as a score, in a quarter.

    `indicator` is its name, None for a score; the revisions come oldest first.
    """

    indicator: str | None
    quarter: int
    revisions: tuple[GivenFigure, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A project and what was recorded of some months that follow one another.

    `entries` are those of the months with all their revisions, oldest first. `before` is the
    newest report of the same fiscal year before them. The evaluations are those of their quarters,
    and so are the figures that were `given` in chat.
    """

    id: int
    code: str
    name: str
    unit_code: str
    fiscal_year: int
    responsible: str
    status: ProjectStatus
    changes: tuple[StatusChange, ...]
    budget: Budget
    budget_changes: tuple[BudgetChange, ...]
    before: Report | None
    entries: tuple[tuple[Report, ...], ...]
    indicators: tuple[Indicator, ...]
    evaluations: tuple[Evaluation, ...]
    given: tuple[FigureLog, ...] = ()
