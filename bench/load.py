"""Runs under load: some people at once, for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

from bench.walk import WALK, Answer, Crowd

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


async def run(crowd: Crowd, *, persons: int, seconds: float, cpu: Callable[[], float]) -> Load:
    """Let `persons` walk at once for `seconds`, and count what happens after the warm-up.

    `cpu` gives the CPU seconds that were spent on them so far.
    """
    async with asyncio.TaskGroup() as tasks:
        walks = [tasks.create_task(crowd.walk()) for _each in range(persons)]
        await asyncio.sleep(seconds * WARM_UP)
        since, cpu_since = perf_counter(), cpu()
        await asyncio.wait(walks, timeout=seconds * (1 - WARM_UP))
        while len(_sent(crowd, since)) < FEWEST and not all(walk.done() for walk in walks):
            await asyncio.wait(walks, timeout=BETWEEN_LOOKS)
        counted = _sent(crowd, since)
        until, cpu_until = perf_counter(), cpu()
        crowd.over = True
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


def _sent(crowd: Crowd, since: float) -> list[Answer]:
    """Give the answers that went out since then; one that did before may be noted after it."""
    return [answer for answer in crowd.answers if answer.sent >= since]
