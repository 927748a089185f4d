"""Runs under load: some people at once, for a while, through the real loops of a process."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from time import perf_counter, process_time

from prometheus_client import CollectorRegistry

from bench.ears import Ears, Heard
from bench.walk import WALK, Crowd
from bot import clock
from bot.app import CODECS
from bot.deliver import deliver
from bot.ground import Ground
from bot.metrics import Metrics
from bot.worker import work
from storage import inbox
from storage.backlog import Backlog, read_backlog
from storage.db import reading, transaction
from storage.records import Arrival

WARM_UP = 0.2  # of a run's time, before anything is counted
FEWEST = 20  # answers that say anything; a run on a slow machine goes on until it has them
BETWEEN_LOOKS = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Load:
    """What a run came to; latencies and CPU in seconds."""

    persons: int
    reports_per_second: float
    p50: float
    p95: float
    p99: float
    cpu_per_report: float
    answers: int


def open_ground(url: str, kind: type[Ground] = Ground) -> Ground:
    return kind(url, clock=clock.now, metrics=Metrics(CollectorRegistry()))


@asynccontextmanager
async def answering(ground: Ground, ears: Ears) -> AsyncIterator[None]:
    """Work and deliver as `all` does, while the block lasts."""
    async with asyncio.TaskGroup() as tasks:
        for _each in range(ground.threads):
            tasks.create_task(work(ground, CODECS, locale="th"))
        tasks.create_task(deliver(ground, {ears.name: ears}))
        try:
            yield
        finally:
            ground.bell.close()


@asynccontextmanager
async def answered_elsewhere(
    url: str, ears: Ears, *, processes: int
) -> AsyncIterator[Callable[[], float]]:
    """Let other processes work and deliver; gives a function that tells their CPU seconds."""
    spent = [0.0] * processes
    started = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.elsewhere", url),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _each in range(processes)
    ]
    async with asyncio.TaskGroup() as tasks:
        for number, process in enumerate(started):
            assert process.stdout is not None
            spent[number] = float(await process.stdout.readline())  # it is ready
            tasks.create_task(_listen(process.stdout, ears, partial(spent.__setitem__, number)))
        try:
            yield lambda: sum(spent)
        finally:
            for process in started:
                assert process.stdin is not None
                process.stdin.close()
                await process.wait()


async def _listen(
    lines: asyncio.StreamReader, ears: Ears, note_spent: Callable[[float], None]
) -> None:
    while line := await lines.readline():
        lane, at, payload, spent = json.loads(line)
        note_spent(spent)
        ears.hear(lane, Heard(at, payload))


async def run(
    ground: Ground,
    ears: Ears,
    lanes: Iterator[str],
    *,
    persons: int,
    seconds: float,
    elsewhere: Callable[[], float] = float,
) -> Load:
    """Let `persons` walk at once for `seconds`, and count what happens after the warm-up.

    `elsewhere` gives the CPU seconds of the other processes that work.
    """

    def cpu() -> float:
        return process_time() + elsewhere()

    before = _look(ground)
    crowd = Crowd(lanes, partial(_receive, ground), ears)
    async with asyncio.TaskGroup() as tasks:
        walks = [tasks.create_task(crowd.walk()) for _each in range(persons)]
        await asyncio.sleep(seconds * WARM_UP)
        since, cpu_since, warm = perf_counter(), cpu(), len(crowd.answers)
        await asyncio.wait(walks, timeout=seconds * (1 - WARM_UP))
        while len(crowd.answers) < warm + FEWEST and not all(walk.done() for walk in walks):
            await asyncio.wait(walks, timeout=BETWEEN_LOOKS)
        until, cpu_until = perf_counter(), cpu()
        crowd.over = True
    _check(before, _look(ground), crowd.receipts)
    counted = [one for one in crowd.answers if since <= one.sent < until]
    # Every event is of a whole report. Counting receipts would be coarser: people who began
    # together send together, just before or just after the time is over.
    if len(counted) < FEWEST:
        raise RuntimeError("too few people of the register owe a report: let it have more")
    reports = len(counted) / len(WALK)
    latencies = quantiles([one.sent - one.received for one in counted], n=100)
    return Load(
        persons=persons,
        reports_per_second=reports / (until - since),
        p50=latencies[49],
        p95=latencies[94],
        p99=latencies[98],
        cpu_per_report=(cpu_until - cpu_since) / reports,
        answers=len(counted),
    )


async def _receive(ground: Ground, lane: str, payload: str) -> None:
    await ground.in_thread(partial(_write, ground, lane, payload))
    ground.bell.ring()


def _write(ground: Ground, lane: str, payload: str) -> None:
    now = ground.clock()
    arrival = Arrival("webchat", str(uuid.uuid4()), lane, now, payload)
    with transaction(ground.engine) as tx:
        inbox.receive(tx, [arrival], now=now)


def _look(ground: Ground) -> Backlog:
    with reading(ground.engine) as tx:
        return read_backlog(tx, now=ground.clock())


def _check(before: Backlog, after: Backlog, receipts: int) -> None:
    """A figure only counts where all went well."""
    filed = after.reports_filed - before.reports_filed
    if filed != receipts or after.events_aside or after.events_waiting:
        raise RuntimeError(f"{receipts} receipts, {filed} reports filed, and {after}")
