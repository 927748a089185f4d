"""A person who walks through whole reports, each event sent after the answer to the last one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter

from bench.ears import Ears

PATIENCE = 60.0  # seconds after which an answer will not come any more

WALK: tuple[Mapping[str, str], ...] = (
    {"text": "/report"},
    {"text": "ร้อยละ ๖๕"},
    {"text": "ปรับพื้นที่และปลูกต้นไม้ริมคลองแล้ว 40 ต้น พร้อมติดตั้งระบบน้ำหยด"},
    {"text": "วางท่อระบายน้ำแล้วเสร็จ 120 เมตร อยู่ระหว่างเทคอนกรีตทางเดิน"},
    {"press": "done"},
    {"press": "none"},
    {"press": "none"},
    {"press": "send"},
)
"""A whole report, as the contract has it; what to press is found among the buttons on screen."""

Tell = Callable[[int, Mapping[str, str], str], Awaitable[None]]
"""Has a person take a step while something is on their screen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One event: when it was received and when its answer went out, by `perf_counter`."""

    received: float
    sent: float


@dataclass(slots=True)
class Crowd:
    """People who walk at once. Whoever has the receipt makes room for the next one.

    `lane` gives the chat of a person, by which the ears know them.
    """

    people: Iterator[int]
    lane: Callable[[int], str]
    tell: Tell
    ears: Ears
    answers: list[Answer] = field(default_factory=list)
    receipts: int = 0
    over: bool = False

    async def walk(self) -> None:
        """Walk whole reports until the run is over, or until nobody is left who owes one."""
        for person in self.people:
            shown = ""
            for step in WALK:
                if self.over:
                    return
                shown = await self._take(person, step, shown)
            self.receipts += 1

    async def _take(self, person: int, step: Mapping[str, str], shown: str) -> str:
        expected = self.ears.expect(self.lane(person))
        received = perf_counter()
        await self.tell(person, step, shown)
        try:
            heard = await asyncio.wait_for(expected, PATIENCE)
        except TimeoutError:
            raise RuntimeError(f"no answer to person {person} at step {step}") from None
        self.answers.append(Answer(received, heard.at))
        return heard.shown
