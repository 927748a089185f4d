"""The port of a channel's pictures and files, and the closed set of what can come of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from storage.records import Refusal


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes that a person sent, whole."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """There are no bytes to be had, now or later.

    `reason` is Refusal.GONE where the platform keeps them no more, Refusal.TOO_LARGE where they
    are more than was asked for.
    """

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Later:
    """The platform is away, busy or still preparing: ask again `after` so long.

    `why` is for the log, and holds nothing of the platform's words.
    """

    after: timedelta
    why: str


Fetched = Content | Missing | Later


class Source(Protocol):
    """Fetches what people sent through a channel."""

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """Fetch what `Attachment.reference` names, reading no more than `limit` bytes of it.

        Whatever goes wrong is a value, never an error.
        """
        ...
