"""Projects: what their pages say of them, and by what they are searched for and named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from storage.records.figures import Evaluation, Indicator


class ProjectStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    DONE = "done"


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
