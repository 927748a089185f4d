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
class Refused:
    """The platform will never take it."""

    reason: str


Result = Sent | Retry | Refused


class Channel(Protocol):
    """Sends the requests that the channel's codec wrote."""

    @property
    def name(self) -> str: ...

    async def send(self, dispatch: Dispatch) -> Result:
        """Make one request of the platform; whatever goes wrong is a value, never an error."""
        ...
