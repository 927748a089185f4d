"""Measures the papers of one unit, and the memory of exporting everything.

`python -m bench.papers` fills an SQLite database with a fiscal year of so many `--projects` in
sixty units. `measure_unit` and `measure_export` take any database that `bench.quarters` filled.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine

from bench.quarters import YEARS, fill
from bot.log import configure_logging
from bot.papers.making import Made, make
from handlers.exports.register import find_span
from handlers.exports.scope import Scope
from handlers.papers import FileForm, Paper, ProjectCurve, QuarterFile, UnitOverview
from storage.db import open_database, reading
from storage.periods import Quarter
from storage.projects import projects_by_number
from storage.schema import migrate

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
UNIT = "50010000"
QUARTER = Quarter(2566, 4)


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """How long a paper took in a process that serves, the best of some times, and its bytes."""

    name: str
    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class ExportFigures:
    """What an export took in a process of its own, from its start, and the most memory of it.

    `below` is that of the process which sets a PDF, 0 for all other forms.
    """

    seconds: float
    megabytes: int
    below: int

    def __str__(self) -> str:
        below = f", and {self.below} MB to set it" if self.below else ""
        return f"{self.seconds:.1f} s, {self.megabytes} MB{below}"


def measure_unit(engine: Engine, *, project_code: str, times: int) -> list[PaperFigures]:
    """Make the papers of a unit and of one of its projects."""
    papers: list[tuple[str, Paper]] = [
        ("XLSX of one unit", QuarterFile(QUARTER, UNIT, FileForm.XLSX)),
        ("PDF of one unit", QuarterFile(QUARTER, UNIT, FileForm.PDF)),
        ("overview of one unit", UnitOverview(UNIT, QUARTER.fiscal_year)),
        ("curve of one project", ProjectCurve(project_code)),
    ]
    return [_measure(engine, name, paper, times) for name, paper in papers]


def measure_export(url: str, *options: str, file: Path) -> ExportFigures:
    """Run `export` with options such as `2566 --format json`."""
    command = [sys.executable, "-m", "bench.memory", "export", *options, "-o", str(file)]
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 32}
    begun = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stderr)
    megabytes, below = map(int, done.stderr.splitlines()[-1].split())
    return ExportFigures(seconds, megabytes, below)


def _measure(engine: Engine, name: str, paper: Paper, times: int) -> PaperFigures:
    best, size = float("inf"), 0
    for _ in range(times):
        begun = perf_counter()
        made = make(engine, paper, locale="th", now=NOW)
        best = min(best, perf_counter() - begun)
        if not isinstance(made, Made):
            raise SystemExit(f"there is no {name}: {made}")
        made.content.close()
        size = made.size
    return PaperFigures(name, best, size)


def main() -> None:
    """Measure and say the figures, on a database that is gone afterwards."""
    parser = ArgumentParser("python -m bench.papers", description=__doc__)
    parser.add_argument("--projects", type=int, default=20_000, help="of the fiscal year")
    given = parser.parse_args()
    configure_logging()
    with TemporaryDirectory(prefix="khuepna-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'papers.db'}"
        engine = open_database(url)
        migrate(engine)
        fill(engine, given.projects, YEARS[-1:])
        with reading(engine) as tx:
            span = find_span(tx, Scope(QUARTER, UNIT))
            assert span is not None
            code = projects_by_number(tx, span.project_ids[:1])[span.project_ids[0]].code
        for one in measure_unit(engine, project_code=code, times=3):
            print(f"{one.name}: {one.seconds:.2f} s, {one.size / 1e6:.1f} MB")
        engine.dispose()
        for form in ("pdf", "xlsx"):
            figures = measure_export(
                url, str(QUARTER), "--unit", UNIT, "--format", form, file=Path(folder) / "unit"
            )
            print(f"export of one unit as {form}: {figures}")
        for form in ("json", "csv", "paste", "xlsx"):
            figures = measure_export(url, "2566", "--format", form, file=Path(folder) / "all")
            print(f"export of the year as {form}: {figures}")


if __name__ == "__main__":
    main()
