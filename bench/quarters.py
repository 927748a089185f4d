"""A city's record for measuring summaries and exports: projects of several fiscal years.

`python -m bench.quarters DATABASE_URL` fills an empty database and measures on it.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, Table, insert, text

from bot.log import configure_logging
from handlers.summaries.reading import read_unit
from storage.db import open_database, reading, transaction
from storage.periods import Quarter, fiscal_months
from storage.schema import migrate
from storage.tables import evaluation, indicator, indicator_quarter, project, report, unit

YEARS = range(2562, 2567)
UNITS = 60
NARRATIVE = (
    "สำรวจพื้นที่ริมคลองและประชุมร่วมกับชุมชนแล้วเสร็จ จำนวน 3 ครั้ง มีผู้เข้าร่วม 120 คน "
    "อยู่ระหว่างจัดทำแบบรูปรายการและประมาณราคาเพื่อขออนุมัติจัดจ้างตามระเบียบ"
)
PROBLEM = "ผู้รับจ้างส่งวัสดุล่าช้ากว่ากำหนด ต้องปรับแผนการทำงาน"
TODAY = date(2023, 10, 20)
ROWS = 20_000


def fill(engine: Engine, projects: int) -> None:
    """Write so many projects a year, each with a report a month, two indicators and its scores."""
    with transaction(engine) as tx:
        units = [
            {"code": f"50{n:02d}0000", "name": f"สำนักงานเขตสมมติ {n}", "parent_code": None}
            for n in range(1, UNITS + 1)
        ]
        tx.execute(insert(unit), units)
    for year in YEARS:
        first = (year - YEARS[0]) * projects
        numbers = range(first + 1, first + projects + 1)
        _write(engine, project, (_project(number, year) for number in numbers))
        _write(engine, report, (row for number in numbers for row in _reports(number, year)))
        _write(
            engine, indicator, (row for number in numbers for row in _indicators(number, year))
        )
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
