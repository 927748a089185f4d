"""Making what is sent along on Telegram: when it is sent, from the record as it is then.

It is made once for all attempts of a row.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.channels.cutting import label
from bot.channels.telegram.enclosed import SEND_FILE, SEND_PICTURE, Enclosed, Instead
from bot.papers.making import Made
from bot.papers.reports import TooMany
from bot.papers.workshop import Make
from storage.outages import OUTAGES
from storage.records import Dispatch

log = structlog.get_logger()

MOST_BYTES = {SEND_PICTURE: 10_000_000, SEND_FILE: 50_000_000}
MOST_SIDES = 10_000  # pixels of a picture's width and height together
FILE_NAME = 80  # characters as a reader counts them

PROMPT = 2.0  # seconds that an attempt waits: what is left of it is for the upload
PATIENCE = timedelta(seconds=40)
"""So long a chat waits for what is being made, for what comes behind it waits too."""

MOST_ATTEMPTS = 3
"""Uploads that may go unanswered: each of them may have been shown."""

REMEMBERED = 32  # papers that are made and not sent yet
_PNG = b"\x89PNG\r\n\x1a\n"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it goes out."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """It is still being made."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be made this time."""

    reason: str


_Result = Made | TooMany | None


@dataclass(frozen=True, slots=True)
class _Making:
    result: asyncio.Future[_Result]
    begun: datetime


class Enclosures:
    """Makes what a process sends, and keeps it until it is through."""

    def __init__(self, make: Make, clock: Callable[[], datetime]) -> None:
        self._make = make
        self._clock = clock
        self._makings: dict[int, _Making] = {}

    async def fetch(
        self, dispatch: Dispatch, enclosed: Enclosed, method: str
    ) -> Upload | Instead | NotYet | Failed:
        """Give what a row encloses, or what is to be said or done where it is not to be had."""
        if dispatch.attempts > MOST_ATTEMPTS:
            return enclosed.instead("not_sent")
        making = self._makings.get(dispatch.id) or self._begin(dispatch.id, enclosed)
        done, _ = await asyncio.wait({making.result}, timeout=PROMPT)
        if not done:
            is_slow = self._clock() - making.begun > PATIENCE
            return enclosed.instead("slow") if is_slow else NotYet()
        try:
            made = making.result.result()
        except OUTAGES as outage:
            self.forget(dispatch.id)
            return Failed(type(outage).__name__)
        except Exception as mistake:
            self.forget(dispatch.id)
            log.exception("paper_not_made", request_id=dispatch.id)
            return Failed(type(mistake).__name__)
        match made:
            case None:
                return enclosed.instead("gone")
            case TooMany(projects, most):
                return enclosed.instead("too_many", count=projects, most=most)
            case Made():
                return await asyncio.to_thread(_upload, made, enclosed, method)

    def forget(self, request_id: int) -> None:
        """Let go of what was made for a row."""
        making = self._makings.pop(request_id, None)
        if making is not None:
            making.result.add_done_callback(_close)

    def _begin(self, request_id: int, enclosed: Enclosed) -> _Making:
        # Whoever does not come for what was made for them was sent by another process.
        for number in list(self._makings)[: max(len(self._makings) - REMEMBERED + 1, 0)]:
            self.forget(number)
        result = asyncio.ensure_future(self._make(enclosed.paper, enclosed.locale))
        making = self._makings[request_id] = _Making(result, self._clock())
        return making


def _close(result: asyncio.Future[_Result]) -> None:
    if not result.cancelled() and result.exception() is None:
        made = result.result()
        if isinstance(made, Made):
            made.content.close()


def _upload(made: Made, enclosed: Enclosed, method: str) -> Upload | Instead:
    if made.size > MOST_BYTES[method]:
        return enclosed.instead("too_large")
    made.content.seek(0)
    content = made.content.read()
    if method == SEND_PICTURE and _sides(content) > MOST_SIDES:
        return enclosed.instead("too_large")
    return Upload(content, file_name(enclosed.name, made.name))


def file_name(name: str, made: str) -> str:
    """Name a file as people read it, with the ending of the name that it was made under."""
    return label(_FORBIDDEN.sub("-", name), FILE_NAME) + "." + made.rpartition(".")[2]


def _sides(picture: bytes) -> int:
    """Give the width and the height of a PNG together, in pixels."""
    if not picture.startswith(_PNG):
        return 0
    return int.from_bytes(picture[16:20], "big") + int.from_bytes(picture[20:24], "big")
