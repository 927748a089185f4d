"""Figures that are given in chat are in every summary and export, in their newest revision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, Engine

from handlers.exports.register import (
    Span,
    export_json,
    export_page,
    export_workbook,
    find_span,
)
from handlers.exports.scope import OneProject, Scope
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import transaction
from storage.figures import (
    Giving,
    file_result,
    file_score,
)
from storage.indicators import numbers_of_indicators
from storage.people import find_or_add_person
from storage.periods import Quarter
from storage.projects import find_project
from tests.storage.revisions import revisions_of_result, revisions_of_score
from tests.summaries.office import GOLDEN, QUARTER, TODAY, settle

CODE = "50970000-0005"  # with an indicator that has no result, and no score
NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
TEXT = "นับจากทะเบียน\nเมื่อสิ้นกันยายน: 512 เล่ม"
NOTE = "ไม่มีรายงาน: หักตามเกณฑ์"


@pytest.fixture(name="tx")
def given(database: Engine) -> Iterator[Connection]:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    with transaction(database) as tx:
        found = find_project(tx, CODE)
        assert found is not None
        number = found[0]
        (books,) = numbers_of_indicators(tx, number)
        person = find_or_add_person(tx, name="มาลี", unit_code="50970000", locale="th", now=NOW)
        # The fixture's page says that there is no result yet, so nothing stands before.
        for seen, (result, score) in enumerate([("500", "80"), ("512.5", "87.5")]):
            by = Giving(person.id, "line", 100 + seen, NOW)
            file_result(tx, books, 4, Decimal(result), TEXT, seen=seen, by=by)
            reason = "แก้" if seen else ""
            file_score(tx, number, QUARTER, Decimal(score), NOTE, reason=reason, seen=seen, by=by)
        yield tx


def span(tx: Connection) -> tuple[Scope, Span]:
    scope = Scope(OneProject(CODE), None)
    found = find_span(tx, scope)
    assert found is not None
    return scope, found


def test_the_summary_of_the_quarter_tells_the_newest(tx: Connection) -> None:
    lines = [*report_quarter(tx, QUARTER, None, phrases("summary", "th"), today=TODAY)]
    told = "\n".join(lines)
    assert "ตัวชี้วัด: จำนวนหนังสือ — ผลงาน 512.5 เป้าหมาย 500 (ถึงเป้าหมาย)" in told
    assert f"คะแนน สยป.: 87.5 {NOTE}" in told
    # One more than in the golden summary, in the totals too: 485 of six and 87.5.
    assert "คะแนน สยป. เฉลี่ย: 81.79 (7 โครงการ)" in told
    assert "ตัวชี้วัด: ถึงเป้าหมาย 6" in told


def test_json_has_the_newest(tx: Connection) -> None:
    scope, found = span(tx)
    (project,) = json.loads("".join(export_json(tx, scope, found, now=NOW)))["projects"]
    (quarter,) = project["indicators"][0]["quarters"]
    assert (quarter["result"], quarter["narrative"]) == (512.5, TEXT)
    assert project["evaluations"] == [{"quarter": "2566Q4", "score": 87.5, "note": NOTE}]


def test_the_workbook_has_the_newest(tx: Connection, tmp_path: Path) -> None:
    _, found = span(tx)
    say = phrases("summary", "th")
    with (tmp_path / "book.xlsx").open("w+b") as file:
        export_workbook(tx, found, file, say, today=TODAY)
        book = load_workbook(file)
    cells = {cell.value for sheet in book.worksheets for row in sheet for cell in row}
    assert {512.5, 87.5} <= {float(one) for one in cells if isinstance(one, int | float)}
    assert NOTE in cells


def test_an_exported_page_comes_back_without_a_change(tx: Connection) -> None:
    before = find_project(tx, CODE)
    page = export_page(tx, CODE)
    assert page is not None
    assert "87.5" in page
    assert "512.5" in page
    outcome = import_file(
        tx, NamedBytes("page.txt", page.encode()), PageOptions(), now=NOW, locale="th"
    )
    assert not outcome.refused
    assert not outcome.remarks
    assert find_project(tx, CODE) == before
    assert before is not None
    (books,) = numbers_of_indicators(tx, before[0])
    assert [one.figure for one in revisions_of_result(tx, books, 4)] == [500, Decimal("512.5")]
    assert len(revisions_of_score(tx, before[0], Quarter(2566, 4))) == 2
