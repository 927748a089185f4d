"""The port of a channel's sending side, and the closed set of what can come of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from storage.records import Dispatch


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not go out; the same bytes may be tried again `after` so long."""

    after: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether the platform took it; the same bytes are tried again.

    A retry key, or the number of the question, makes it harmless where it did.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """It is not its chat's turn by the platform's rates: no failure, only `after` so long."""

    after: timedelta


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing reaches this chat: the person blocked the bot, or left."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat goes on under another lane, and the request with it."""

    lane: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unpaid:
    """It could go out only for money that nobody allowed: it waits for the person's next event."""


@dataclass(frozen=True, slots=True)
class QuotaSpent:
    """The platform takes no more paid messages this month: it waits as if unpaid."""


Result = Sent | Retry | Unknown | Held | Gone | Moved | Refused | Unpaid | QuotaSpent


class Channel(Protocol):
    """Sends the requests that the channel's codec wrote."""

    @property
    def name(self) -> str: ...

    async def send(self, dispatch: Dispatch) -> Result:
        """Make one request of the platform; whatever goes wrong is a value, never an error."""
        ...
