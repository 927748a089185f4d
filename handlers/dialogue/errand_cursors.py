"""The questions of the errands beside reporting: how a project stands, and going on leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.oversight_cursors import AboutOthers
from storage.records import ProjectStatus


@dataclass(frozen=True, slots=True)
class Picking:
    """Of which project is the status to change? As `Choosing`, by number in the order shown."""

    projects: tuple[int, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Restating:
    """How does this project stand?"""

    project_id: int


@dataclass(frozen=True, slots=True)
class Restated:
    """Does this project really stand so from today on?"""

    project_id: int
    status: ProjectStatus


@dataclass(frozen=True, slots=True)
class Away:
    """A leave is set: shall it end, or change?"""


@dataclass(frozen=True, slots=True)
class Departing:
    """From which day on is the person on leave?"""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Until and with which day is the person on leave? `since` is the first, None for today."""

    since: date | None = None


@dataclass(frozen=True, slots=True)
class Replacing:
    """Who reports instead? `people` are their numbers in the order shown, `page` counts from 0."""

    until: date
    people: tuple[int, ...]
    page: int = 0
    since: date | None = None


@dataclass(frozen=True, slots=True)
class LeaveGiven:
    """Is the leave right so? `stand_in` is a person's number, None for nobody."""

    until: date
    stand_in: int | None
    since: date | None = None


AboutStatus = Picking | Restating | Restated
AboutLeave = Away | Departing | Leaving | Replacing | LeaveGiven
Errand = AboutStatus | AboutLeave | AboutOthers | AboutFigures
