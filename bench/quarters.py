"""How long it takes to look at a city with one fiscal year behind it, and with five.

To measure something else that is read, add a line to READS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy import Connection, Engine

from bench.city import CITY, MONTH, NOW, TODAY, UNIT, YEARS, Size, add_years, settle
from bench.machine import ROOT
from bot.papers.making import Made, make
from handlers.oversight.digest import write_digest
from handlers.oversight.lists import write_part
from handlers.oversight.parts import Part
from handlers.oversight.reading import read_digest, read_listing
from handlers.oversight.rules import read_rules
from handlers.papers import FileForm, Paper, QuarterFile, UnitOverview
from handlers.status.answering import answer
from handlers.status.asker import asking_group
from handlers.status.questions import Find, Question, ShowProjects, Whole
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import open_database, reading
from storage.group_bindings import Binding
from storage.periods import Quarter
from storage.project_months import Wanted
from storage.records import Unit
from storage.schema import migrate
from storage.units import find_unit, units_below
from tests.ground.databases import postgresql_database

QUARTER = Quarter(YEARS[-1], 4)
MOST_SECONDS = 10  # of one read, on one database

Read = Callable[[Connection], object]


def ask(tx: Connection, question: Question, *, code: str) -> object:
    """Ask as a group does that is bound to a unit."""
    binding = Binding(_unit(tx, code), full=False, bound_by="", bound_at=NOW)
    return answer(asking_group(tx, binding, locale="th", now=NOW), question)


def digest(tx: Connection, *, code: str) -> object:
    rules = read_rules(tx, MONTH, today=TODAY)
    told = read_digest(tx, rules, _unit(tx, code), units_below(tx, code))
    return write_digest(told, phrases("digest", "th"))


def listing(tx: Connection, *, code: str, part: Part) -> object:
    rules, units = read_rules(tx, MONTH, today=TODAY), units_below(tx, code)
    told = read_listing(tx, rules, _unit(tx, code), units, part=part, page=3)
    return write_part(told, phrases("digest", "th"), problems={})


def summary(tx: Connection, *, code: str | None) -> object:
    unit = None if code is None else _unit(tx, code)
    return [*report_quarter(tx, QUARTER, unit, phrases("summary", "th"), today=TODAY)]


def paper(tx: Connection, *, wanted: Paper) -> object:
    """Make a paper as a process does that serves."""
    made = make(tx.engine, wanted, locale="th", now=NOW)
    if not isinstance(made, Made):
        raise SystemExit(f"there is no {wanted}: {made}")
    made.content.close()
    return made.size


def _unit(tx: Connection, code: str) -> Unit:
    found = find_unit(tx, code)
    assert found is not None
    return found


_XLSX, _PDF = FileForm.XLSX, FileForm.PDF
_EVERYTHING = ShowProjects(Wanted.ALL, Whole())

# What is read, and in how many milliseconds it should be.
READS: Mapping[str, tuple[int, Read]] = {
    "`/status` of a unit": (100, partial(ask, question=_EVERYTHING, code=UNIT)),
    "`/status` of the city": (100, partial(ask, question=_EVERYTHING, code=CITY)),
    "`/status` with words that find many": (
        100,
        partial(ask, question=Find(Wanted.ALL, "สวนริมคลอง"), code=CITY),
    ),
    "digest of a unit": (500, partial(digest, code=UNIT)),
    "digest of the city": (500, partial(digest, code=CITY)),
    "a page of what is missing in the city": (
        500,
        partial(listing, code=CITY, part=Part.MISSING),
    ),
    "a page of what is at risk in the city": (500, partial(listing, code=CITY, part=Part.RISK)),
    "quarter summary of a unit": (1000, partial(summary, code=UNIT)),
    "quarter summary of the city": (1000, partial(summary, code=None)),
    "quarter of a unit, XLSX": (3000, partial(paper, wanted=QuarterFile(QUARTER, UNIT, _XLSX))),
    "quarter of a unit, PDF": (3000, partial(paper, wanted=QuarterFile(QUARTER, UNIT, _PDF))),
    "picture of a unit's year": (1000, partial(paper, wanted=UnitOverview(UNIT, YEARS[-1]))),
}

# What is exported in a process of its own, and in how many seconds and MiB it should be.
EXPORTS: Mapping[str, tuple[int | None, int | None, str, str]] = {
    "a quarter of a unit, PDF": (None, None, f"{QUARTER} --unit {UNIT}", "pdf"),
    "a year of the city, XLSX": (None, 200, str(YEARS[-1]), "xlsx"),
    "a year of the city, CSV": (None, 200, str(YEARS[-1]), "csv"),
    "a year of the city, JSON": (None, 200, str(YEARS[-1]), "json"),
}


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one read, done so often."""

    p50: float
    p95: float
    runs: int


@dataclass(frozen=True, slots=True)
class Written:
    """Seconds of an export in a process of its own, and the most memory that it had, in MiB."""

    seconds: float
    memory: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What was measured on one database with so many reports; exports with all years, if at all."""

    reports: int
    reads: Mapping[str, Times]
    exports: Mapping[str, Written]


def measure_looking(
    folder: Path,
    server: str,
    *,
    projects: int,
    runs: int,
    alone: bool,
    exporting: Collection[str],
) -> Iterator[tuple[str, Looked]]:
    """Measure reads on both databases with all years, and before with the last one `alone`.

    Exports are measured on the databases named in `exporting`.
    """
    size = Size(projects)
    for name, opened in (("SQLite", _sqlite(folder)), ("PostgreSQL", postgresql_database(server))):
        with opened as url:
            engine = open_database(url)
            try:
                migrate(engine)
                settle(engine, size)
                if alone:
                    reports = add_years(engine, size, YEARS[-1:])
                    yield f"{name}, 1 year", Looked(reports, _read_all(engine, runs=runs), {})
                reports = add_years(engine, size, YEARS[:-1] if alone else YEARS)
                reads = _read_all(engine, runs=runs)
                exports = _export_all(url, folder) if name in exporting else {}
                yield f"{name}, {len(YEARS)} years", Looked(reports, reads, exports)
            finally:
                engine.dispose()


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    file = folder / "city.db"
    yield f"sqlite:///{file}"
    file.unlink()


def _read_all(engine: Engine, *, runs: int) -> Mapping[str, Times]:
    return {what: _timed(engine, read, runs=runs) for what, (_aim, read) in READS.items()}


def _export_all(url: str, folder: Path) -> Mapping[str, Written]:
    return {
        what: _export(url, scope, form, file=folder / f"export.{form}")
        for what, (_seconds, _memory, scope, form) in EXPORTS.items()
    }


def _timed(engine: Engine, read: Read, *, runs: int) -> Times:
    spent: list[float] = []
    # The first time statements are put together, which a service does once.
    while len(spent) <= runs and (len(spent) < 3 or sum(spent) < MOST_SECONDS):
        with reading(engine) as tx:
            begun = perf_counter()
            read(tx)
            spent.append(perf_counter() - begun)
    rest = spent[1:]
    return Times(median(rest), quantiles(rest, n=20, method="inclusive")[-1], len(rest))


def _export(url: str, scope: str, form: str, *, file: Path) -> Written:
    command = [sys.executable, "-m", "bench.peak", "bot", "export", *scope.split()]
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 32}
    begun = perf_counter()
    done = subprocess.run(
        [*command, "--format", form, "-o", file],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    seconds = perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"the export ended with {done.returncode}")
    file.unlink()
    return Written(seconds, int(done.stdout.split()[-1]) // 1024)
