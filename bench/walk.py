"""A person who walks through whole reports, each event sent after the answer to the last one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from bench.ears import Ears, Heard
from bot.channels.webchat import event_payload

PATIENCE = 60.0  # seconds after which an answer will not come any more

WALK = (
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

Receive = Callable[[str, str], Awaitable[None]]
"""Takes an event of a chat, by its payload, into the inbox."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One event: when it was received and when its answer went out, by `perf_counter`."""

    received: float
    sent: float


@dataclass(slots=True)
class Crowd:
    """People who walk at once. Whoever has the receipt makes room for the next one."""

    lanes: Iterator[str]
    receive: Receive
    ears: Ears
    answers: list[Answer] = field(default_factory=list)
    receipts: int = 0
    over: bool = False

    async def walk(self) -> None:
        """Walk whole reports until the run is over, or until nobody is left who owes one."""
        for lane in self.lanes:
            shown: dict[str, Any] = {}
            for step in WALK:
                if self.over:
                    return
                heard = await self._tell(lane, content_of(step, shown))
                shown = json.loads(heard.payload)
            if shown["card"] is None:
                raise RuntimeError(f"no receipt, but: {shown['text']}")
            self.receipts += 1

    async def _tell(self, lane: str, content: dict[str, str]) -> Heard:
        payload = event_payload(content, account=lane, group=False)
        expected = self.ears.expect(lane)
        received = perf_counter()
        await self.receive(lane, payload)
        async with asyncio.timeout(PATIENCE):
            heard = await expected
        self.answers.append(Answer(received, heard.at))
        return heard


def content_of(step: dict[str, str], shown: dict[str, Any]) -> dict[str, str]:
    """Give what a phone sends for a step of WALK while `shown` is on its screen."""
    if "press" not in step:
        return step
    wanted = f".{step['press']}"
    (data,) = (one["data"] for one in shown["choices"] if one["data"].endswith(wanted))
    return {"press": data}
