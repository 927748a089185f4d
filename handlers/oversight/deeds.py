"""What a person asks for about the projects of others; each is done, or refused politely."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.oversight.parts import Part
from storage.periods import Period


@dataclass(frozen=True, slots=True)
class ShowUnits:
    """Show the digest of each unit of the person's, or a part of it."""

    part: Part


@dataclass(frozen=True, slots=True)
class ShowPart:
    """Show a page of a part of a unit's digest."""

    part: Part
    period: Period
    unit_code: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowReport:
    """Show a report, and what can be done about it."""

    report_id: int


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind whoever has not reported, and tell who was reached."""

    period: Period
    unit_code: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Take note of a report."""

    report_id: int


@dataclass(frozen=True, slots=True)
class Comment:
    """Write to whoever sent a report."""

    report_id: int
    text: str


@dataclass(frozen=True, slots=True)
class AskReopening:
    """Ask the supervisors of a project to open a locked month."""

    project_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class Reopen:
    """Let a locked month of a project be reported and corrected again."""

    project_id: int
    period: Period
    reason: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Let a locked month of a project, which an officer asked for, stay locked."""

    project_id: int
    period: Period
    reason: str


Deed = (
    ShowUnits
    | ShowPart
    | ShowReport
    | Remind
    | Acknowledge
    | Comment
    | AskReopening
    | Reopen
    | Decline
)
