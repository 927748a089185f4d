"""`make bench`: measures the service on this machine, and writes the figures down."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from bench import document
from bench.endurance import endure
from bench.load import Load
from bench.machine import ROOT, describe
from bench.mailing import Mailing, mail
from bench.phones import Kind
from bench.phones import measure as measure_on_phones
from bench.platforms import Line, Telegram
from bench.processes import Start, start
from bench.profile import Profile, profile
from bench.quarters import measure_looking
from bench.register import settle
from bench.reminding import Planned, measure_planning
from bench.running import Running, khuepna, rival
from bench.walk import WALK
from bot import clock
from bot.app import CODECS
from bot.log import configure_logging
from bot.warmth import warm_up
from storage.db import open_database
from storage.periods import local_date, period_of
from storage.schema import migrate
from tests.ground.databases import postgresql_database
from tests.ground.server import find_server


@dataclass(frozen=True, slots=True)
class Length:
    """How much is measured: seconds of each run, people at once, starts, what is there before.

    `history` counts the events that the people of a database had answered, eight to a report;
    `mailing` the messages that go out at once on a platform; `reminded` the officers of a
    reminder day; `projects` those of a fiscal year of a city, each looked at `looks` times, `alone`
    too and not only with four years behind it, and exported from the databases in `exporting`,
    each time by a process of its own. `away` are the seconds after which a platform
    answers: in the next room, and in the next country; `several` processes are measured too.
    """

    load: float
    at_once: Sequence[int]
    far: int
    profile: float
    starts: int
    people: int
    history: int
    mailing: Mapping[str, int]
    reminded: int
    projects: int
    looks: int
    away: Sequence[float]
    alone: bool
    exporting: Collection[str]
    several: bool


WHOLE = Length(
    load=5,
    at_once=(1, 10, 100, 500),
    far=100,
    profile=10,
    starts=7,
    people=12_000,
    history=40_000,
    mailing={"telegram": 1_000, "line": 10_000},
    reminded=10_000,
    projects=20_000,
    looks=20,
    away=(0.005, 0.025),
    alone=True,
    exporting=("SQLite", "PostgreSQL"),
    several=True,
)
QUICK = Length(
    load=1,
    at_once=(10,),
    far=10,
    profile=1,
    starts=1,
    people=500,
    history=240,
    mailing={"telegram": 40, "line": 200},
    reminded=100,
    projects=60,
    looks=2,
    away=(0.005,),
    alone=False,
    exporting=("SQLite",),
    several=False,
)

YEARS = (1, 5)  # of reports, behind a reminder day
MANY = 100_000  # messages of a long run
PLATFORMS: tuple[Kind, ...] = (Telegram, Line)


def main() -> None:
    """Measure, and write the figures into the document."""
    parser = ArgumentParser("python -m bench", description="Measure the service on this machine.")
    parser.add_argument("--quick", action="store_true", help="rough figures, within a minute")
    parser.add_argument("--long", action="store_true", help=f"only the memory over {MANY} messages")
    parser.add_argument("--city", action="store_true", help="only looking at a whole city")
    parser.add_argument("--messages", type=int, default=MANY, help="of a long run")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    configure_logging()
    sys.excepthook = sys.__excepthook__  # nobody's words are in here, and the reason is wanted
    if given.long:
        measured = measure_memory(given.messages)
        document.write(given.output, measured, document.MEMORY)
    elif given.city:
        measured = measure_city(QUICK if given.quick else WHOLE)
        document.write(given.output, measured, document.CITY)
    else:
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
        log = folder / "log"
        sqlite = f"sqlite:///{folder / 'load.db'}"
        postgresql = stack.enter_context(postgresql_database(server.url))
        on_sqlite, on_postgresql = (prepare(url, length) for url in (sqlite, postgresql))
        services = {
            "SQLite, one process": (partial(khuepna, sqlite, log=log), on_sqlite),
            "PostgreSQL, one process": (partial(khuepna, postgresql, log=log), on_postgresql),
        }
        if length.several:
            several = partial(khuepna, postgresql, log=log, web=2, workers=2)
            services["PostgreSQL, 2 web and 2 worker"] = (several, on_postgresql)
        loads = {
            f"{name}, {kind.__name__}": on_phones(starting, people, length, kind=kind)
            for name, (starting, people) in services.items()
            for kind in PLATFORMS
        }
        beside = contestants(folder, sqlite)
        others = {
            name: on_phones(starting, count(1), length)
            for name, starting in beside.items()
            if name != document.OURS
        }
        far = {
            away: {
                name: on_phones(
                    starting,
                    on_sqlite if name == document.OURS else count(1),
                    length,
                    at_once=(length.far,),
                    away=away,
                )
                for name, starting in beside.items()
            }
            for away in length.away
        }
        ours = loads[f"SQLite, one process, {Telegram.__name__}"]
        profiles: dict[str, Profile] = {
            "SQLite": profile(sqlite, on_sqlite, seconds=length.profile),
            "PostgreSQL": profile(postgresql, on_postgresql, seconds=length.profile),
        }
        return document.figures(
            machine,
            loads,
            beside={document.OURS: ours, **others},
            far=far,
            starts=start_often(folder, length),
            mailings=mail_often(folder, length),
            planned=plan_often(folder, server.url, length),
            profiles=profiles,
        )


def contestants(
    folder: Path, database: str
) -> dict[str, Callable[[str], AbstractContextManager[Running]]]:
    """What takes the same reports on the same platform, each as one process."""
    log = folder / "log"
    for name in ("handler", "floor"):
        (folder / name).mkdir()
    return {
        document.OURS: partial(khuepna, database, log=log),
        document.HANDLER: partial(
            rival, "conversation_handler", folder / "handler", log=log, files=True
        ),
        document.FLOOR: partial(
            rival, "floor", folder / "floor" / "floor.db", log=log, files=False
        ),
    }


def on_phones(
    starting: Callable[[str], AbstractContextManager[Running]],
    people: Iterator[int],
    length: Length,
    *,
    kind: Kind = Telegram,
    at_once: Sequence[int] = (),
    away: float = 0,
) -> Sequence[Load]:
    return measure_on_phones(
        starting,
        kind,
        people,
        at_once=at_once or length.at_once,
        seconds=length.load,
        away=away,
    )


def measure_memory(messages: int) -> str:
    """Let one process on SQLite answer so many messages; gives its memory on the way."""
    people = messages // len(WALK) + 1000
    length = replace(QUICK, people=people, history=0)
    with tempfile.TemporaryDirectory(prefix="khuepna-bench-") as folder:
        url = f"sqlite:///{folder}/load.db"
        owing = prepare(url, length)
        starting = partial(khuepna, url, log=Path(folder) / "log")
        return document.memory(endure(starting, Telegram, owing, messages=messages))


def measure_city(length: Length) -> str:
    """Look at a city on both databases, with one fiscal year behind it and with five."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="khuepna-bench-")))
        server = find_server(durable=True)
        stack.callback(server.stop)
        machine = describe(folder, server.url)
        looked = measure_looking(
            folder,
            server.url,
            projects=length.projects,
            runs=length.looks,
            alone=length.alone,
            exporting=length.exporting,
        )
        return document.city(machine, dict(looked))


def prepare(url: str, length: Length) -> Iterator[int]:
    """Fill a new database; gives its people, each to report once."""
    engine = open_database(url)
    try:
        migrate(engine)
        warm_up(period_of(local_date(clock.now())))
        settle(engine, length.people, history=length.history, now=clock.now())
    finally:
        engine.dispose()
    return iter(range(1, length.people + 1))


def start_often(folder: Path, length: Length) -> Sequence[Start]:
    """Start the service again and again, on one SQLite database."""
    url = f"sqlite:///{folder / 'start.db'}"
    people = prepare(url, length)
    return [start(url, next(people), folder / "log") for _each in range(length.starts)]


def mail_often(folder: Path, length: Length) -> Sequence[Mailing]:
    """Have each platform's messages sent, each from a SQLite database of its own."""
    return [
        mail(f"sqlite:///{folder / channel}.db", channel, messages, folder / "log")
        for channel, messages in length.mailing.items()
    ]


def plan_often(folder: Path, server: str, length: Length) -> dict[str, Planned]:
    """Plan a reminder day on both databases, with less and with more behind it.

    In a process of its own, as a clock is: this one holds all that was measured before.
    """
    planned: dict[str, Planned] = {}
    with ProcessPoolExecutor(1, get_context("spawn")) as clock_alone:

        def measure(url: str, years: int) -> Planned:
            asked = partial(measure_planning, url, CODECS, officers=length.reminded, years=years)
            return clock_alone.submit(asked).result()

        for years in YEARS:
            name = f"{years} years" if years > 1 else "1 year"
            url = f"sqlite:///{folder / f'reminding-{years}.db'}"
            planned[f"SQLite, {name}"] = measure(url, years)
            with postgresql_database(server) as url:
                planned[f"PostgreSQL, {name}"] = measure(url, years)
    return planned


if __name__ == "__main__":
    main()
