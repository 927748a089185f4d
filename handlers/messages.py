"""What passes between people and the conversation, and the port that a channel fills.

Nothing here knows a platform. A channel turns its own events into `Inbound` values, and
`Outgoing` values into the requests of its platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from handlers.papers import Paper, PictureForm, ProjectCurve, UnitOverview

# --- in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words typed by a person."""

    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed: `choice` of question number `ask`."""

    ask: int
    choice: str


class Unread(StrEnum):
    """What a person can send that is no answer to any question."""

    STICKER = "sticker"
    VOICE = "voice"
    LOCATION = "location"
    PICTURE = "picture"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unreadable:
    kind: Unread


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first contact of a person with the bot, before they said anything."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a file was sent. `reference` is what its platform gives the bytes for.

    Parts of one album bear the same `album`; `size` is in bytes, where the platform tells it;
    `caption` is what was typed with it.
    """

    reference: str
    name: str = ""
    album: str | None = None
    size: int | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was sent before was changed afterwards."""


Event = Text | Press | Unreadable | Greeting | Attachment | Edited


# What befalls a chat, and is no part of the conversation in it.


@dataclass(frozen=True, slots=True)
class Left:
    """Nothing can be said to this chat any more: it was left, or the bot blocked."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person let the bot speak to them again, without a word."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """The person took back the message of this number; its words are to be hidden."""

    message: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat goes on under another lane."""

    lane: str


Incident = Left | Returned | Unsent | Moved


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event of one chat. `account` is None where the platform does not tell who it was."""

    event: Event | Incident
    account: str | None
    group: bool = False


# --- out ------------------------------------------------------------------------------------


class Tone(StrEnum):
    """How a button looks, where the platform can show it."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: `id` is stable ASCII, `label` what a person reads or types.

    A `standing` one belongs to no question, whatever the message asks.
    """

    id: str
    label: str
    tone: Tone = Tone.PLAIN
    standing: bool = False

    def data(self, ask: int) -> str:
        """Give what the button carries in a message that asks the question `ask`."""
        return button_data(STANDING if self.standing else ask, self.id)


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a card."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A framed summary: a title, named fields, and a bar of `percent` where one is given."""

    title: str
    rows: tuple[Row, ...]
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture or a file that goes along with words.

    `name` is what it is called on a screen, in the language `locale`, as what is written in it
    is; `url` is the signed link to the same paper. A platform is given the one or the other.
    """

    paper: Paper
    name: str
    url: str
    locale: str

    @property
    def is_picture(self) -> bool:
        """Whether a chat can show it where it stands."""
        match self.paper:
            case ProjectCurve(form=form) | UnitOverview(form=form):
                return form is PictureForm.PNG
        return False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One bubble: text, perhaps a card, and the choices of question `ask`.

    With `instead` it takes the place of the message whose button was pressed, where a platform
    can do that. What is `enclosed` follows it.
    """

    text: str
    card: Card | None = None
    ask: int | None = None
    choices: tuple[Choice, ...] = ()
    instead: bool = False
    enclosed: tuple[Enclosure, ...] = ()


STANDING = 0
"""The question of buttons that belong to none, and so never grow stale; real ones begin at 1."""

MAX_BUTTON_DATA = 64


def button_data(ask: int, choice: str) -> str:
    """Write the data that a button carries, `ASK.CHOICE`: ASCII, at most 64 bytes."""
    data = f"{ask}.{choice}"
    if not data.isascii() or len(data) > MAX_BUTTON_DATA:
        raise ValueError(f"{data!r} cannot be a button's data")
    return data


def parse_button_data(data: str) -> Press | None:
    """Read `ASK.CHOICE`; None where it is nothing that `button_data` wrote."""
    ask, dot, choice = data.partition(".")
    if not (dot and choice and ask.isdigit() and data.isascii() and len(data) <= MAX_BUTTON_DATA):
        return None
    return Press(int(ask), choice)


# --- the port -------------------------------------------------------------------------------


class UnreadablePayload(ValueError):
    """The stored event is not of the form that its channel sends."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What messages are said upon: the stored event that they answer, and when it came.

    `unsaid` are the requests of the chat, oldest first, that nobody would pay for sending: they
    are said again before the messages, word for word.
    """

    payload: str
    received_at: datetime
    unsaid: tuple[str, ...] = ()


class Codec(Protocol):
    """What the conversation needs of a channel: reading events and writing requests, purely."""

    @property
    def name(self) -> str: ...

    def read(self, payload: str) -> Inbound:
        """Read a stored event; raises UnreadablePayload."""
        ...

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        """Encode what a turn says in a chat as the platform requests that say it, in order.

        Without an `occasion` the bot speaks first.
        """
        ...
