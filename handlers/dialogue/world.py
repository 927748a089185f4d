"""The facts that one turn of the conversation may use, read before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from handlers.dialogue.oversight_cursors import Written
from handlers.dialogue.rounds import NoRound, Round, Rounds
from handlers.texts import Phrases
from handlers.timeliness.classes import RUNNING
from storage.periods import BUDDHIST_OFFSET, Period, local_date, period_of
from storage.records import Evidence, Gauge, Person, ProjectStatus, Report


@dataclass(frozen=True, slots=True)
class Assigned:
    """A project that the person may report on, with its newest report and what belongs to that.

    `late` are earlier months that still want a report and take one, the oldest first; `locked`
    those of the months that come into question that take none.
    """

    id: int
    code: str
    name: str
    unit: str
    fiscal_year: int
    status: ProjectStatus
    last: Report | None = None
    evidence: tuple[Evidence, ...] = ()
    unit_code: str = ""
    late: tuple[Period, ...] = ()
    locked: frozenset[Period] = frozenset()

    @property
    def last_percent(self) -> Decimal | None:
        return self.last.content.percent if self.last else None

    def wanted(self, period: Period) -> Period:
        """Give the month that a new report is of: the oldest that is late, else this one."""
        return self.late[0] if self.late else period

    def reported(self, period: Period) -> bool:
        return self.last is not None and self.last.period >= period

    def owes(self, period: Period) -> bool:
        """Tell whether the month still wants a report of this project."""
        running = self.status in RUNNING and self.fiscal_year == period.fiscal_year
        return running and not self.reported(period)


@dataclass(frozen=True, slots=True)
class Leave:
    """`until` is the last day; `stand_in` is the name of who reports meanwhile, if anybody does.

    `since` is the first day, None where that is not ahead.
    """

    until: date
    stand_in: str | None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class World:
    """`event` is the number of the inbox event being answered; it numbers the receipt too.

    `now` is when it is answered, `said_at` when it came in, where that was earlier.

    `evidence` is what is known of the pictures and files that the conversation knows of. The rest
    is read for errands only: `supervised` are projects of the units below the person, as far as
    they were asked for; `colleagues` are the names of who can stand in for them, by number,
    with a word beside those whom nothing reaches;
    `leave` is theirs, where they are on leave. `filed` is the project of the receipt on screen with
    the report that it is of, where that is not the project's newest. `gauges` are the indicators
    whose results are taken today; `round` is the quarter that they score, or several to choose
    from, None for whoever scores none. `subjects` name what a supervisor writes about, by the
    question.
    """

    now: datetime
    event: int
    person: Person
    projects: tuple[Assigned, ...]
    say: Phrases
    evidence: Mapping[int, Evidence] = field(default_factory=dict)
    supervised: tuple[Assigned, ...] = ()
    colleagues: Mapping[int, str] = field(default_factory=dict)
    leave: Leave | None = None
    filed: Assigned | None = None
    gauges: tuple[Gauge, ...] = ()
    round: Round | Rounds | NoRound | None = None
    subjects: Mapping[Written, str] = field(default_factory=dict)
    said_at: datetime | None = None

    @property
    def today(self) -> date:
        """The day on which it was said: whether that is in time, no delay of ours decides."""
        return local_date(self.said_at or self.now)

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
    def managed(self) -> Mapping[int, Assigned]:
        """The projects whose status the person may change, their own first, by number."""
        return {one.id: one for one in (*self.projects, *self.supervised)}

    @property
    def owed(self) -> tuple[Assigned, ...]:
        """The projects that want a report of this month or a late one, the most urgent first."""
        return tuple(one for one in self.projects if one.late or one.owes(self.period))


def by_urgency(project: Assigned) -> tuple[str, Decimal, str]:
    """Order projects: the longest silent first, then the least advanced."""
    silent_since = str(project.last.period) if project.last else ""
    return silent_since, project.last_percent or Decimal(0), project.code


def receipt_number(period: Period, event: int) -> str:
    """Number a receipt, such as 6911-000123: Buddhist year and month reported, then the event."""
    return f"{(period.year + BUDDHIST_OFFSET) % 100:02d}{period.month:02d}-{event:06d}"


def event_on_receipt(number: str) -> int:
    """Give the event that a receipt's number bears."""
    return int(number.rpartition("-")[2])
