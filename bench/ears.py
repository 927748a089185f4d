"""Who waits for an answer in a chat, and when it came."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in a chat, as its channel writes it, and when, by `perf_counter`."""

    at: float
    shown: str


class Ears:
    """The first that is said in a chat after somebody began to listen is the answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[Heard]] = {}

    def expect(self, lane: str) -> asyncio.Future[Heard]:
        """Give the next answer in a chat, to be awaited; ask before the event is sent."""
        expected = asyncio.get_running_loop().create_future()
        self._waiting[lane] = expected
        return expected

    def hear(self, lane: str, heard: Heard) -> None:
        expected = self._waiting.pop(lane, None)
        if expected is not None:
            expected.set_result(heard)
