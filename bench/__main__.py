"""`make bench`: measures the service on this machine, and writes the figures down."""

from __future__ import annotations

import asyncio
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import document
from bench.ears import Ears
from bench.load import Load, answered_elsewhere, answering, open_ground, run
from bench.machine import ROOT, describe
from bench.processes import Start, start
from bench.profile import Profile, profile
from bench.register import settle
from bot.log import configure_logging
from bot.warmth import warm_up
from storage.periods import local_date, period_of
from storage.schema import migrate
from tests.ground.databases import postgresql_database
from tests.ground.server import find_server


@dataclass(frozen=True, slots=True)
class Length:
    """How much is measured: seconds of each run, starts, and what is in a database before.

    `history` counts the events that its people had answered, eight to a report.
    """

    load: float
    profile: float
    starts: int
    people: int
    history: int


WHOLE = Length(load=12, profile=10, starts=7, people=9000, history=40_000)
QUICK = Length(load=1, profile=1, starts=1, people=400, history=2_000)

AT_ONCE = (1, 10, 100)
WORKERS = 2


def main() -> None:
    """Measure, and write the figures into the document."""
    parser = ArgumentParser("python -m bench", description="Measure the service on this machine.")
    parser.add_argument("--quick", action="store_true", help="rough figures, in 20 seconds")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    configure_logging()
    measured = measure(QUICK if given.quick else WHOLE)
    document.write(given.output, measured)
    print(measured)


def measure(length: Length) -> str:
    """Measure everything, one thing after the other, on databases that are gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="khuepna-bench-")))
        server = find_server(durable=True)
        stack.callback(server.stop)
        machine = describe(folder, server.url)
        sqlite = f"sqlite:///{folder / 'load.db'}"
        postgresql = stack.enter_context(postgresql_database(server.url))
        on_sqlite, on_postgresql = (prepare(url, length) for url in (sqlite, postgresql))
        elsewhere = f"PostgreSQL, {WORKERS} workers of their own"
        loads = {
            "SQLite": in_one_process(sqlite, on_sqlite, length),
            "PostgreSQL": in_one_process(postgresql, on_postgresql, length),
            elsewhere: in_several_processes(postgresql, on_postgresql, length),
        }
        profiles: dict[str, Profile] = {
            "SQLite": profile(sqlite, on_sqlite, seconds=length.profile),
            "PostgreSQL": profile(postgresql, on_postgresql, seconds=length.profile),
        }
        return document.figures(machine, loads, start_often(folder, length), profiles)


def prepare(url: str, length: Length) -> Iterator[str]:
    """Fill a new database; gives the chats of its people, each to be used once."""
    ground = open_ground(url)
    try:
        migrate(ground.engine)
        warm_up(period_of(local_date(ground.clock())))
        return iter(
            settle(ground.engine, length.people, history=length.history, now=ground.clock())
        )
    finally:
        ground.close()


def in_one_process(url: str, lanes: Iterator[str], length: Length) -> Sequence[Load]:
    """Receive, work and deliver in this process, as `all` does."""

    async def load(persons: int) -> Load:
        ground, ears = open_ground(url), Ears()
        try:
            async with answering(ground, ears):
                return await run(ground, ears, lanes, persons=persons, seconds=length.load)
        finally:
            ground.close()

    return [asyncio.run(load(persons)) for persons in AT_ONCE]


def in_several_processes(url: str, lanes: Iterator[str], length: Length) -> Sequence[Load]:
    """Receive in this process, as `web` does; work and deliver in others."""

    async def load(persons: int) -> Load:
        ground, ears = open_ground(url), Ears()
        try:
            async with answered_elsewhere(url, ears, processes=WORKERS) as spent:
                return await run(
                    ground, ears, lanes, persons=persons, seconds=length.load, elsewhere=spent
                )
        finally:
            ground.close()

    return [asyncio.run(load(persons)) for persons in AT_ONCE]


def start_often(folder: Path, length: Length) -> Sequence[Start]:
    """Start the service again and again, on one SQLite database."""
    url = f"sqlite:///{folder / 'start.db'}"
    lanes = prepare(url, length)
    return [start(url, next(lanes), folder / "log") for _each in range(length.starts)]


if __name__ == "__main__":
    main()
