"""What a turn does to the world; each effect becomes rows, in the turn's own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.dialogue.figure_effects import FileResult, FileScore
from handlers.dialogue.state import Draft, State
from handlers.handout.wishes import Wish
from handlers.messages import Attachment, Outgoing
from handlers.oversight.deeds import Deed
from handlers.status.questions import Question
from storage.opening import Opens
from storage.periods import Period
from storage.records import Content, ProjectStatus, Refusal


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the person something."""

    message: Outgoing


@dataclass(frozen=True, slots=True)
class File:
    """File a report: a new entry of the month, or, where `entry` is given, its next revision."""

    project_id: int
    period: Period
    entry: int
    revision: int
    content: Content
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attach:
    """Have a picture or a file fetched, or only have the person told why it is refused."""

    attachment: Attachment
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget evidence at once, but for what belongs to a report that was sent."""

    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Snooze:
    """Let the next reminder come later, and tell when; `wish` is a key of `snoozing.WISHES`."""

    wish: str


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Let a project stand so from today on."""

    project_id: int
    status: ProjectStatus


@dataclass(frozen=True, slots=True)
class TakeLeave:
    """Be on leave from one day until and with another, in place of any other leave; tell both.

    `stand_in` is the number of who reports meanwhile, None for nobody.
    """

    until: date
    stand_in: int | None
    since: date


@dataclass(frozen=True, slots=True)
class EndLeave:
    """Be back, and tell both."""


@dataclass(frozen=True, slots=True)
class Oversee:
    """Do what is asked for about projects of others, if the person may, and tell of it."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class HandOut:
    """Bring a picture or a file that the person may see, or ask which one is wanted."""

    wish: Wish


@dataclass(frozen=True, slots=True)
class Look:
    """Show how projects stand, as far as the person may see it."""

    question: Question
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class OfferPages:
    """Give a link to what the person may see, or let them choose among what has these words."""

    words: str


@dataclass(frozen=True, slots=True)
class GivePage:
    """Give a link that opens pages, if the person may see them."""

    opens: Opens


@dataclass(frozen=True, slots=True)
class TakeBackPage:
    """End a link of the person's."""

    pass_id: int


@dataclass(frozen=True, slots=True)
class TellHistory:
    """Show the newest reports of the person's projects."""


@dataclass(frozen=True, slots=True)
class TellStored:
    """Show what is stored about the person."""


@dataclass(frozen=True, slots=True)
class SetLocale:
    locale: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """Make the account that speaks a stranger's again; the person and their draft stay."""


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase what is stored about the person; filed reports stay, without a name."""


@dataclass(frozen=True, slots=True)
class KeepForAudit:
    """Keep a draft that the conversation lets go of against the person's will."""

    draft: Draft


Effect = (
    Say
    | File
    | Attach
    | Forget
    | Snooze
    | SetStatus
    | TakeLeave
    | EndLeave
    | Oversee
    | HandOut
    | Look
    | OfferPages
    | GivePage
    | TakeBackPage
    | FileResult
    | FileScore
    | TellHistory
    | TellStored
    | SetLocale
    | Unlink
    | Erase
    | KeepForAudit
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer to one event: where the conversation stands now, and what is to be done."""

    state: State
    effects: tuple[Effect, ...]
