"""Where the time of a run goes: all of it on one thread, under cProfile, sorted."""

from __future__ import annotations

import asyncio
import cProfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, event

from bench.ears import Ears
from bench.inside import answering, open_ground, run_inside
from bench.load import Load
from bench.sorting import sort
from bench.walk import WALK
from bot.ground import Ground

T = TypeVar("T")

PERSONS = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds by group, and statements and transactions, all per report."""

    load: Load
    seconds: Mapping[str, float]
    statements: float
    transactions: float
    empty: float


class OneThread(Ground):
    """Runs the functions of the database in the loop's own thread, where one profiler sees all."""

    async def in_thread(self, function: Callable[[], T]) -> T:
        await asyncio.sleep(0)  # the others have their turn, as they would meanwhile
        return function()


def profile(url: str, people: Iterator[int], *, seconds: float) -> Profile:
    """Let ten people walk, and say what the time of their reports went to."""
    ground = open_ground(url, OneThread)
    counts = count_statements(ground.engine)
    profiler = cProfile.Profile()

    async def walk() -> Load:
        ears = Ears()
        async with answering(ground, ears):
            profiler.enable()
            try:
                return await run_inside(ground, ears, people, persons=PERSONS, seconds=seconds)
            finally:
                profiler.disable()

    try:
        load = asyncio.run(walk())
    finally:
        ground.close()
    reports = counts["received"] / len(WALK)
    return Profile(
        load=load,
        seconds={group: spent / reports for group, spent in sort(profiler).items()},
        statements=counts["statement"] / reports,
        transactions=counts["transaction"] / reports,
        empty=counts["empty"] / reports,
    )


def count_statements(engine: Engine) -> Counter[str]:
    """Count, from now on, statements, transactions, and those that only looked."""
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()

    def note_statement(
        _tx: Connection, _cursor: object, statement: str, _values: object, _run: object, _many: bool
    ) -> None:
        if statement.startswith("BEGIN"):
            return
        inside["writes" if statement.startswith(("INSERT", "UPDATE", "DELETE")) else "reads"] += 1
        counts["received"] += statement.startswith("INSERT INTO inbox")

    def note_commit(_tx: Connection) -> None:
        counts["statement"] += inside.total()
        counts["transaction"] += 1
        counts["empty"] += not inside["writes"]
        inside.clear()

    event.listen(engine, "before_cursor_execute", note_statement)
    event.listen(engine, "commit", note_commit)
    return counts
