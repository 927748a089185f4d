"""A locked quarter never changes silently: what is corrected later stands beside what stood."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, Engine, select

from handlers.exports.register import export_csv, export_json, export_workbook, find_span
from handlers.exports.scope import Scope
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import reading, transaction
from storage.filing import Filing, file_entry, file_revision
from storage.people import find_or_add_person
from storage.periods import Period
from storage.records import Content, Timeliness
from storage.tables import project
from tests.summaries.office import GOLDEN, QUARTER, TODAY, UNITS, settle

LATER = datetime(2023, 10, 19, 3, tzinfo=UTC)  # all months of the quarter are locked
SEPTEMBER = Period(2023, 9)
PARK, LIBRARY = "50970000-0001", "50970000-0005"
SAY = phrases("summary", "th")


@pytest.fixture(name="office")
def fill(database: Engine) -> Engine:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    return database


def told(office: Engine) -> list[str]:
    with reading(office) as tx:
        return [*report_quarter(tx, QUARTER, None, SAY, today=TODAY)]


def line_of(unit: str, lines: list[str]) -> str:
    return next(line for line in lines if line.startswith(f"{unit} "))


def correct(office: Engine) -> None:
    """A supervisor opened September again: the park says 80 for 90, the library speaks at last."""
    with transaction(office) as tx:
        content = Content(Decimal(80), "ปลูกต้นไม้ 55 ต้น", None, None)
        file_revision(
            tx,
            content,
            project_id=_number(tx, PARK),
            period=SEPTEMBER,
            entry=1,
            revision=2,
            by=_by(tx, 1),
        )
        content = Content(Decimal(10), "จัดซื้อหนังสือ", None, None)
        number = _number(tx, LIBRARY)
        file_entry(tx, content, project_id=number, period=SEPTEMBER, by=_by(tx, 2))


def _number(tx: Connection, code: str) -> int:
    return int(tx.execute(select(project.c.id).where(project.c.code == code)).scalar_one())


def _by(tx: Connection, event: int) -> Filing:
    person = find_or_add_person(tx, name="มาลี", unit_code=UNITS[0].code, locale="th", now=LATER)
    return Filing(person.id, "line", event, LATER.date(), Timeliness.LATE, LATER)


def test_the_project_says_both_figures(office: Engine) -> None:
    before = told(office)
    correct(office)
    after = told(office)
    assert "  แก้ไขหลังปิดรับเดือนกันยายน 2566 (ฉบับที่ 2): ร้อยละ 90 เป็น 80" in after
    assert "  บันทึกหลังปิดรับเดือนกันยายน 2566: ร้อยละ 10" in after
    marks = [line for line in after if "หลังปิดรับเดือน" in line]
    assert len(marks) == len([line for line in before if "หลังปิดรับเดือน" in line]) + 2


def test_the_totals_and_the_line_of_the_unit_say_what_stood_when_it_was_locked(
    office: Engine,
) -> None:
    before = told(office)
    correct(office)
    after = told(office)
    # Of five that had reported 90, 35, 65, 70 and 100 when it was locked.
    assert line_of("50970000", before).endswith(
        "ร้อยละ 40 → 73 · ทันกำหนด 8 · ล่าช้า 2 · ยังไม่รายงาน 5 · หลังปิดรับ 1 รายการ (เมื่อปิดรับ: ร้อยละ 72)"
    )
    assert line_of("50970000", after).endswith(
        "ร้อยละ 33.33 → 60.83 · ทันกำหนด 8 · ล่าช้า 3 · ยังไม่รายงาน 4"
        " · หลังปิดรับ 3 รายการ (เมื่อปิดรับ: ร้อยละ 72)"
    )
    assert line_of("50971000", after) == line_of("50971000", before)
    locked = "  ความคืบหน้าเฉลี่ยปลายไตรมาสเมื่อปิดรับ: ร้อยละ 51.73 (หลังแก้ไข: ร้อยละ {})"
    assert locked.format("52.18") in before
    assert locked.format("47.83") in after
    assert "รายการที่บันทึกหรือแก้ไขหลังปิดรับ: 4" in after


def test_exports_mark_it_too(office: Engine, tmp_path: Path) -> None:
    correct(office)
    scope = Scope(QUARTER)
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        table = "".join(export_csv(tx, span, SAY, today=TODAY)).removeprefix("\ufeff")
        with (tmp_path / "quarter.xlsx").open("wb") as file:
            export_workbook(tx, span, file, SAY, today=TODAY)
        whole = json.loads("".join(export_json(tx, scope, span, now=LATER)))
    marked = [
        (row["รหัสโครงการ"], row["หลังปิดรับ"], row["ร้อยละ"], row["ร้อยละเมื่อปิดรับ"])
        for row in csv.DictReader(io.StringIO(table, newline=""))
        if row["หลังปิดรับ"]
    ]
    assert marked == [
        (PARK, "แก้ไขหลังปิดรับ", "80", "90"),
        ("50970000-0004", "แก้ไขหลังปิดรับ", "75", "70"),
        (LIBRARY, "บันทึกหลังปิดรับ", "10", ""),
        ("77000000-0001", "บันทึกหลังปิดรับ", "20", ""),
    ]
    headings, *rows = load_workbook(tmp_path / "quarter.xlsx")["โครงการ"].iter_rows(
        values_only=True
    )
    code, end, locked = (
        headings.index(one) for one in ("รหัสโครงการ", "ร้อยละปลายงวด", "ร้อยละปลายงวดเมื่อปิดรับ")
    )
    figures = {row[code]: (row[end], row[locked]) for row in rows}
    assert figures[PARK] == (80, 90)
    assert figures[LIBRARY] == (10, None)
    assert figures["50970000-0003"] == (65, None)
    [park] = [one for one in whole["projects"] if one["code"] == PARK]
    assert [(one["period"], one["percent"], one["revision"]) for one in park["entries"]][-1] == (
        "2023-09",
        80,
        2,
    )
