"""Load inside one process, with nothing between the people and the loops: for looking closely."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from time import perf_counter, process_time
from typing import Any

from prometheus_client import CollectorRegistry

from bench.ears import Ears, Heard
from bench.load import Load, run
from bench.walk import Crowd
from bot import clock
from bot.app import CODECS
from bot.channels.base import Result, Sent
from bot.channels.webchat import event_payload
from bot.deliver import deliver
from bot.ground import Ground
from bot.metrics import Metrics
from bot.worker import work
from handlers.passes import Issuer
from storage import inbox
from storage.db import transaction
from storage.records import Arrival, Dispatch

CHANNEL = "webchat"
ISSUER = Issuer("http://127.0.0.1:8080", "a key of the bench alone")


def webchat_account(person: int) -> str:
    return f"person-{person}"


class Listener:
    """Stands in for the try-out page, under its name; a request takes no time."""

    name = CHANNEL

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    async def send(self, dispatch: Dispatch) -> Result:
        self._ears.hear(dispatch.lane, Heard(perf_counter(), dispatch.payload))
        return Sent()


def open_ground(url: str, kind: type[Ground] = Ground) -> Ground:
    return kind(url, clock=clock.now, metrics=Metrics(CollectorRegistry()))


@asynccontextmanager
async def answering(ground: Ground, ears: Ears) -> AsyncIterator[None]:
    """Work and deliver as `all` does, while the block lasts."""
    async with asyncio.TaskGroup() as tasks:
        for _each in range(ground.workers):
            tasks.create_task(work(ground, CODECS, locale="th", issuer=ISSUER))
        tasks.create_task(deliver(ground, {CHANNEL: Listener(ears)}))
        try:
            yield
        finally:
            ground.bell.close()


async def run_inside(
    ground: Ground, ears: Ears, people: Iterator[int], *, persons: int, seconds: float
) -> Load:
    """Let `persons` walk at once for `seconds`."""
    crowd = Crowd(people, webchat_account, partial(_tell, ground), ears)
    return await run(crowd, persons=persons, seconds=seconds, cpu=process_time)


async def _tell(ground: Ground, person: int, step: Mapping[str, str], shown: str) -> None:
    account = webchat_account(person)
    content = content_of(step, json.loads(shown or "{}"))
    payload = event_payload(content, account=account, group=False)
    arrival = Arrival(CHANNEL, str(uuid.uuid4()), account, ground.clock(), payload)
    await ground.in_thread(partial(_receive, ground, arrival))
    ground.bell.ring()


def _receive(ground: Ground, arrival: Arrival) -> None:
    with transaction(ground.engine) as tx:
        inbox.receive(tx, [arrival], now=ground.clock())


def content_of(step: Mapping[str, str], shown: dict[str, Any]) -> dict[str, str]:
    """Give what a phone of the try-out page sends for a step of WALK."""
    if "press" not in step:
        return dict(step)
    wanted = f".{step['press']}"
    (data,) = (one["data"] for one in shown["choices"] if one["data"].endswith(wanted))
    return {"press": data}
