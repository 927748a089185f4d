"""The channel of a benchmark: it notes when a request is made, and who waits for it goes on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter

from bot.channels.base import Result, Sent
from bot.channels.webchat import WebchatCodec
from storage.records import Dispatch


@dataclass(frozen=True, slots=True)
class Heard:
    """A request, and when it was made, by `perf_counter`."""

    at: float
    payload: str


class Ears:
    """Stands in for the try-out page, under its name."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Heard]] = {}

    @property
    def name(self) -> str:
        return WebchatCodec().name

    async def send(self, dispatch: Dispatch) -> Result:
        self.hear(dispatch.lane, Heard(perf_counter(), dispatch.payload))
        return Sent()

    def expect(self, lane: str) -> asyncio.Future[Heard]:
        """Give the next request to a chat, to be awaited; ask before the event is received."""
        expected = asyncio.get_running_loop().create_future()
        self._waiting[lane] = expected
        return expected

    def hear(self, lane: str, heard: Heard) -> None:
        self._waiting.pop(lane).set_result(heard)
