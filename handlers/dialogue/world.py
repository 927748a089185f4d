"""The facts that one turn of the conversation may use, read before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from handlers.texts import Phrases
from storage.periods import BUDDHIST_OFFSET, Period, local_date, period_of
from storage.records import Evidence, Person, ProjectStatus, Report

# A project that is finished, suspended or cancelled owes no report.
RUNNING = frozenset({ProjectStatus.NOT_STARTED, ProjectStatus.IN_PROGRESS, ProjectStatus.DELAYED})


@dataclass(frozen=True, slots=True)
class Assigned:
    """A project that the person may report on, with its newest report and what belongs to that."""

    id: int
    code: str
    name: str
    unit: str
    fiscal_year: int
    status: ProjectStatus
    last: Report | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def last_percent(self) -> Decimal | None:
        return self.last.content.percent if self.last else None

    def reported(self, period: Period) -> bool:
        return self.last is not None and self.last.period >= period

    def owes(self, period: Period) -> bool:
        """Tell whether the month still wants a report of this project."""
        running = self.status in RUNNING and self.fiscal_year == period.fiscal_year
        return running and not self.reported(period)


@dataclass(frozen=True, slots=True)
class World:
    """`event` is the number of the inbox event being answered; it numbers the receipt too.

    `evidence` is what is known of the pictures and files that the conversation knows of.
    """

    now: datetime
    event: int
    person: Person
    projects: tuple[Assigned, ...]
    say: Phrases
    evidence: Mapping[int, Evidence] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def period(self) -> Period:
        return period_of(self.today)

    def project(self, project_id: int) -> Assigned | None:
        return next((one for one in self.projects if one.id == project_id), None)

    def known(self, project_id: int) -> Assigned:
        """Give a project that is certainly the person's; raises ValueError if it is not."""
        project = self.project(project_id)
        if project is None:
            raise ValueError(f"project {project_id} is not this person's")
        return project

    @property
    def owed(self) -> tuple[Assigned, ...]:
        """The projects that this month still wants a report of, the most urgent first."""
        return tuple(one for one in self.projects if one.owes(self.period))


def by_urgency(project: Assigned) -> tuple[str, Decimal, str]:
    """Order projects: the longest silent first, then the least advanced."""
    silent_since = str(project.last.period) if project.last else ""
    return silent_since, project.last_percent or Decimal(0), project.code


def receipt_number(period: Period, event: int) -> str:
    """Number a receipt, such as 6911-000123: Buddhist year and month reported, then the event."""
    return f"{(period.year + BUDDHIST_OFFSET) % 100:02d}{period.month:02d}-{event:06d}"
