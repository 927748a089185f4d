"""Exports of an office, read back."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Engine

from handlers.exports.register import export_csv, export_json, export_workbook, find_span
from handlers.exports.scope import Scope
from handlers.texts import phrases
from handlers.thai.dates import leading_date
from handlers.thai.months import LONG_NAMES
from storage.db import reading
from tests.summaries.office import TODAY

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
SAY = phrases("summary", "th")


def exported_json(office: Engine, scope: Scope) -> list[dict[str, Any]]:
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        whole = json.loads("".join(export_json(tx, scope, span, now=NOW)), parse_float=Decimal)
    projects: list[dict[str, Any]] = whole["projects"]
    return projects


def exported_csv(office: Engine, scope: Scope) -> list[dict[str, str]]:
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        text = "".join(export_csv(tx, span, SAY, today=TODAY))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def exported_sheets(office: Engine, scope: Scope, folder: Path) -> dict[str, Worksheet]:
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        with (folder / "quarter.xlsx").open("wb") as file:
            export_workbook(tx, span, file, SAY, today=TODAY)
    book = load_workbook(folder / "quarter.xlsx")
    return {sheet.title: sheet for sheet in book.worksheets}


def rows_in(sheet: Worksheet) -> list[dict[str, Any]]:
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {str(heading): _exact(cell) for heading, cell in zip(headings, row, strict=True)}
        for row in rows
    ]


def _exact(cell: Any) -> Any:
    return Decimal(str(cell)) if isinstance(cell, int | float) else cell


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def iso_day(written: str) -> str:
    """A day as it is written in tables, as it is written in JSON."""
    found = leading_date(f"{written} : ")
    assert found is not None
    return found[0].isoformat()


def iso_month(written: str) -> str:
    name, year = written.split()
    return f"{int(year) - 543}-{LONG_NAMES.index(name) + 1:02d}"
