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

    `reason` is why a score was corrected and `note` what is said beside it, empty for any other
    figure.
    """

    figure: Decimal | None
    filed_at: datetime | None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureLog:
    """All that was given as the result of an indicator, or as a score, in a quarter.

    `indicator` is its name, None for a score; the revisions come oldest first. The `target` and
    `measure` are as they are written.
    """

    indicator: str | None
    quarter: int
    revisions: tuple[GivenFigure, ...]
    target: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A project and what was recorded of some months that follow one another.

    `entries` are those of the months with all their revisions, oldest first. `earlier` are reports
    of the same fiscal year before them in the order in which they count: the newest alone, or all,
    where that one was filed so late that another may have stood in its place. The evaluations are
    those of the months' quarters, and so are the figures that were `given` in chat.
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
    earlier: tuple[Report, ...]
    entries: tuple[tuple[Report, ...], ...]
    indicators: tuple[Indicator, ...]
    evaluations: tuple[Evaluation, ...]
    given: tuple[FigureLog, ...] = ()

    @property
    def before(self) -> Report | None:
        """The newest report of the same fiscal year before the months."""
        return self.earlier[-1] if self.earlier else None
