"""Many messages to one process, to see whether its memory stays what it was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import uvloop

from bench.phones import Kind, Starting, opened
from bench.running import resident

PERSONS = 50
STEPS = 10
BETWEEN_LOOKS = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Step:
    """Messages answered so far, seconds since the first, and MiB of resident memory."""

    messages: int
    seconds: float
    memory: float


def endure(
    starting: Starting, kind: Kind, people: Iterator[int], *, messages: int
) -> Sequence[Step]:
    """Let people walk until so many messages are answered, and look at the memory on the way."""
    return uvloop.run(_endure(starting, kind, people, messages=messages))


async def _endure(
    starting: Starting, kind: Kind, people: Iterator[int], *, messages: int
) -> Sequence[Step]:
    async with opened(starting, kind) as (running, crowd_of):
        (process_id,) = running.process_ids
        crowd, began = crowd_of(people), perf_counter()
        before = running.filed()
        steps = [Step(0, 0, resident(process_id))]
        async with asyncio.TaskGroup() as tasks:
            walks = [tasks.create_task(crowd.walk()) for _each in range(PERSONS)]
            while len(crowd.answers) < messages and not all(walk.done() for walk in walks):
                await asyncio.sleep(BETWEEN_LOOKS)
                if len(crowd.answers) * STEPS >= messages * len(steps):
                    memory = await asyncio.to_thread(resident, process_id)
                    steps.append(Step(len(crowd.answers), perf_counter() - began, memory))
            crowd.over = True
        running.check(before, crowd.receipts)
        return steps
