"""Measures the summary and the exports of a city with five fiscal years of projects.

`python -m bench.quarters` does so on SQLite and on PostgreSQL, with so many `--projects` a
year, and once more where there is one fiscal year only: the figures must be the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, Table, insert, text

from bot.log import configure_logging
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import open_database, reading, transaction
from storage.periods import Quarter, fiscal_months
from storage.schema import migrate
from storage.tables import evaluation, indicator, indicator_quarter, project, report, unit
from tests.ground.databases import postgresql_database
from tests.ground.server import find_server

YEARS = tuple(range(2562, 2567))
UNITS = 60
NARRATIVE = (
    "สำรวจพื้นที่ริมคลองและประชุมร่วมกับชุมชนแล้วเสร็จ จำนวน 3 ครั้ง มีผู้เข้าร่วม 120 คน "
    "อยู่ระหว่างจัดทำแบบรูปรายการและประมาณราคาเพื่อขออนุมัติจัดจ้างตามระเบียบ"
)
PROBLEM = "ผู้รับจ้างส่งวัสดุล่าช้ากว่ากำหนด ต้องปรับแผนการทำงาน"
TODAY = date(2023, 10, 20)
ROWS = 20_000


def main() -> None:
    """Measure and say the figures, on databases that are gone afterwards."""
    parser = ArgumentParser("python -m bench.quarters", description=__doc__)
    parser.add_argument("--projects", type=int, default=20_000, help="of each fiscal year")
    given = parser.parse_args()
    configure_logging()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="khuepna-bench-")))
        server = find_server(durable=True)
        stack.callback(server.stop)
        for years in (YEARS, YEARS[-1:]):
            databases = {
                "SQLite": f"sqlite:///{folder / f'{len(years)}.db'}",
                "PostgreSQL": stack.enter_context(postgresql_database(server.url)),
            }
            for name, url in databases.items():
                print(f"{name}, fiscal years: {len(years)}, projects of each: {given.projects}")
                measure(url, given.projects, years, folder)


def measure(url: str, projects: int, years: Sequence[int], folder: Path) -> None:
    """Fill a database, and measure the summary in this process and each export in its own."""
    engine = open_database(url)
    try:
        migrate(engine)
        fill(engine, projects, years)
        print(f"  summary of the city: {min(_summary_seconds(engine) for _ in range(5)):.2f} s")
    finally:
        engine.dispose()
    forms = ("json", "csv", "paste", "xlsx")
    for what, form in [("2566Q4 --unit 50010000", "xlsx"), *(("2566", form) for form in forms)]:
        seconds, megabytes = _export(url, what, form, file=folder / f"export.{form}")
        print(f"  {what} as {form}: {seconds:.1f} s, {megabytes} MB")


def _summary_seconds(engine: Engine) -> float:
    say = phrases("summary", "th")
    with reading(engine) as tx:
        begun = perf_counter()
        list(report_quarter(tx, Quarter(2566, 4), None, say, today=TODAY))
        return perf_counter() - begun


def _export(url: str, what: str, form: str, *, file: Path) -> tuple[float, int]:
    """Export in a process of its own; gives its seconds and the most memory it had."""
    command = ["-m", "bot", "export", *what.split(), "--format", form, "-o", str(file)]
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "k" * 32}
    begun = perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the export ended with {status}")
    return perf_counter() - begun, used.ru_maxrss // 1024


def fill(engine: Engine, projects: int, years: Sequence[int]) -> None:
    """Write so many projects a year, each with a report a month, two indicators and its scores."""
    with transaction(engine) as tx:
        units = [
            {"code": f"50{n:02d}0000", "name": f"สำนักงานเขตสมมติ {n}", "parent_code": None}
            for n in range(1, UNITS + 1)
        ]
        tx.execute(insert(unit), units)
    for year in years:
        first = (year - YEARS[0]) * projects
        numbers = range(first + 1, first + projects + 1)
        _write(engine, project, (_project(number, year) for number in numbers))
        _write(engine, report, (row for number in numbers for row in _reports(number, year)))
        _write(engine, indicator, (row for number in numbers for row in _indicators(number, year)))
        _write(engine, indicator_quarter, (row for number in numbers for row in _results(number)))
        _write(engine, evaluation, (row for number in numbers for row in _scores(number, year)))
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()


def _write(engine: Engine, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    with transaction(engine) as tx:
        while batch := [row for _, row in zip(range(ROWS), rows, strict=False)]:
            tx.execute(insert(table), batch)


def _project(number: int, year: int) -> dict[str, Any]:
    in_unit = number % UNITS + 1
    return {
        "id": number,
        "code": f"50{in_unit:02d}{number // 10_000:04d}-{number % 10_000:04d}",
        "name": f"โครงการปรับปรุงสวนริมคลองสายที่ {number}",
        "unit_code": f"50{in_unit:02d}0000",
        "fiscal_year": year,
        "responsible": "ฝ่ายโยธา",
        "rationale": NARRATIVE * 3,
        "objectives": NARRATIVE,
        "targets": NARRATIVE,
        "status": "in_progress",
        "budget": Decimal(1_000_000),
        "budget_used": Decimal(250_000),
    }


def _reports(number: int, year: int) -> Iterator[dict[str, Any]]:
    for count, period in enumerate(fiscal_months(year), start=1):
        trouble = PROBLEM if (number + count) % 7 == 0 else None
        if (number + count) % 20 == 0:
            continue
        yield {
            "project_id": number,
            "period": period,
            "entry": 1,
            "revision": 1,
            "percent": Decimal(count * 8),
            "narrative": f"{NARRATIVE} (ครั้งที่ {count})",
            "problems": trouble,
            "obstacles": None,
            "reported_on": period.first_day.replace(day=18 + number % 10),
        }


def _indicators(number: int, year: int) -> Iterator[dict[str, Any]]:
    for position in (1, 2):
        yield {
            "id": number * 2 + position,
            "project_id": number,
            "fiscal_year": year,
            "position": position,
            "name": f"ตัวชี้วัดที่ {position}",
            "measure": "ร้อยละ",
            "target": "80",
            "actual": "60",
            "kind": "ตัวชี้วัดงานประจำ",
            "level": "",
            "definition": "",
            "summary": "",
        }


def _results(number: int) -> Iterator[dict[str, Any]]:
    for position in (1, 2):
        for quarter in (1, 2, 3, 4):
            yield {
                "indicator_id": number * 2 + position,
                "number": quarter,
                "result": Decimal(20 * quarter),
                "score": Decimal(100),
                "narrative": "",
            }


def _scores(number: int, year: int) -> Iterator[dict[str, Any]]:
    for quarter in (1, 2, 3, 4):
        yield {
            "project_id": number,
            "fiscal_year": year,
            "quarter": quarter,
            "score": Decimal(95),
            "note": "",
        }


if __name__ == "__main__":
    main()
