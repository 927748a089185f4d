"""What the register, the reports and the queues hold, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from storage.periods import Period, Quarter


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


class ProjectStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    DONE = "done"


class Timeliness(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, district or division; `code` as printed on the pages, eight digits."""

    code: str
    name: str
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a unit; it covers the units below."""

    role: Role
    unit_code: str


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    unit_code: str
    locale: str
    grants: frozenset[Grant]


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """One quarter of an indicator: the figures as printed, and the text beside them.

    `assessed` is the pair printed as "2.1 / 2.2".
    """

    number: int
    result: Decimal | None = None
    score: Decimal | None = None
    assessed: tuple[Decimal, Decimal] | None = None
    narrative: str = ""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """The evaluators' score at the head of an indicator's page.

    The number of its quarter is that of the day on which the page was printed, so it need not be
    the score of that quarter.
    """

    number: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of success. `target` and `actual` stay text: pages print words among them."""

    name: str
    code: str | None = None
    measure: str = ""
    target: str = ""
    actual: str = ""
    kind: str = ""
    level: str = ""
    definition: str = ""
    summary: str = ""
    quarters: tuple[QuarterResult, ...] = ()
    printed: PrintedScore | None = None


@dataclass(frozen=True, slots=True)
class UnitIndicator:
    """An indicator that a unit answers for in a Buddhist fiscal year; `unit` is its name."""

    unit_code: str
    unit: str
    fiscal_year: int
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Gauge:
    """An indicator of a project in one quarter, for whoever reports its result.

    `earlier` are the results of the quarters before it, by their numbers. `result` and
    `narrative` are what stands of this one; `revision` counts what was given in chat, and `giver`
    is the name of who gave the newest.
    """

    indicator_id: int
    project_id: int
    quarter: Quarter
    name: str
    measure: str
    target: str
    earlier: tuple[tuple[int, Decimal], ...] = ()
    result: Decimal | None = None
    narrative: str = ""
    revision: int = 0
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluators' score of a project for one quarter."""

    quarter: Quarter
    score: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as its page tells it, without its reports.

    `fiscal_year` is Buddhist; `responsible` is free text: a division, a person, a telephone.
    """

    code: str
    name: str
    unit_code: str
    fiscal_year: int
    division_code: str | None = None
    responsible: str = ""
    rationale: str = ""
    objectives: str = ""
    targets: str = ""
    strategy: tuple[str, ...] = ()
    status: ProjectStatus = ProjectStatus.IN_PROGRESS
    budget: Decimal | None = None
    budget_used: Decimal | None = None
    indicators: tuple[Indicator, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What an officer says of a project in one report. None means that there is none."""

    percent: Decimal
    narrative: str
    problems: str | None
    obstacles: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One revision of one entry of a project's log; revisions are only ever added.

    A month may hold several entries, numbered from 1 in `entry`; `revision` counts from 1.
    `text_date` is the date written at the head of the narrative, on imported pages.
    `timeliness`, `filed_at`, `reporter` and `channel` are None for imported reports.
    """

    id: int
    project_id: int
    period: Period
    entry: int
    revision: int
    content: Content
    reported_on: date
    text_date: date | None = None
    timeliness: Timeliness | None = None
    filed_at: datetime | None = None
    reporter_id: int | None = None
    reporter: str | None = None
    channel: str | None = None


def newest_of(log: Iterable[Report]) -> Report | None:
    """Give the report that says how far a project is: the last entry of its latest month.

    It need not be the one that was sent last, for earlier months are reported and corrected late.
    """
    return max(log, key=lambda one: (one.period, one.entry), default=None)


class Refusal(StrEnum):
    """Why something that was sent is not attached; the values are keys of the wording."""

    NO_DRAFT = "no_draft"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    GONE = "gone"
    UNREACHABLE = "unreachable"


class EvidenceKind(StrEnum):
    PICTURE = "picture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture or a file that was sent in a chat; `id` is the number of the event it came in.

    `kind` and `sha256` are None until it is fetched, and stay so if `refusal` says why not.
    `delayed` is what could not be fetched yet, `filed` what belongs to a report that was sent.
    """

    id: int
    name: str = ""
    kind: EvidenceKind | None = None
    sha256: str | None = None
    refusal: Refusal | None = None
    delayed: bool = False
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Evidence that is being fetched; `reference` is what its platform gives the bytes for."""

    id: int
    channel: str
    reference: str
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Described:
    """What is kept of the bytes themselves; `size` counts them."""

    sha256: str
    size: int
    kind: EvidenceKind
    media_type: str


@dataclass(frozen=True, slots=True)
class PolicyLayer:
    """The settings that a unit made in a Buddhist fiscal year; no unit is the whole city."""

    unit_code: str | None
    fiscal_year: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away, both days included; `stand_in_id` hears and reports meanwhile, if any."""

    person_id: int
    since: date
    until: date
    stand_in_id: int | None


@dataclass(frozen=True, slots=True)
class ImportedReport:
    """One entry of a page's log, before it is part of the record."""

    content: Content
    reported_on: date
    text_date: date | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event of a platform on its way into the inbox.

    `event_id` is unique within the channel; `lane` names the chat, whose events are taken one
    after another by `occurred_at`; `payload` is the event as the platform sent it. `message` is
    the platform's number of the message in it, by which it may be taken back. With `aside` it is
    kept for an operator to look at, and nobody answers it.
    """

    channel: str
    event_id: str
    lane: str
    occurred_at: datetime
    payload: str
    message: str | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """An inbox event that the present transaction holds.

    With `news` it is not the person's: it tells them what became of what they sent along, and
    its payload is that of the event in which the last of it came. `has_unsaid` tells whether
    something waits to be said in its chat before the answer.
    """

    id: int
    channel: str
    lane: str
    payload: str
    attempts: int
    received_at: datetime
    news: bool = False
    has_unsaid: bool = False


class Worth(StrEnum):
    """Whether a message may cost money, where sending it does.

    FREE never: it waits until it can ride on a reply. REMINDER while more than the reserve of
    the month's quota is left. URGENT as long as anything is left.
    """

    FREE = "free"
    REMINDER = "reminder"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that the clock says to a person; `subject` tells those of a kind and month apart.

    `period` is None where it is about no month.
    """

    kind: str
    recipient_id: int
    subject: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class NamedInRegister:
    """A project as far as it can be searched for."""

    id: int
    code: str
    name: str
    unit_code: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class NamedProject:
    """What a message shows of a project; `last` is the percent that was reported last."""

    code: str
    name: str
    unit: str
    last: Decimal | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One platform request on its way out; `retry_key` stays the same over all attempts."""

    id: int
    channel: str
    lane: str
    payload: str
    retry_key: str
    attempts: int
    created_at: datetime
    worth: Worth = Worth.FREE


@dataclass(frozen=True, slots=True)
class MonthOfPushes:
    """What was pushed in a month, by recipients, and how many officers had a chat linked."""

    pushes: int
    officers: int

    @property
    def per_officer(self) -> Decimal | None:
        """Give how many there were for each of them, to two decimals; None without any officer."""
        return round(Decimal(self.pushes) / self.officers, 2) if self.officers else None
