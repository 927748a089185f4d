"""A locked quarter never changes silently: what is corrected later stands beside what stood."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from handlers.exports.register import export_csv, export_json, export_workbook, find_span
from handlers.exports.scope import Scope
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import reading, transaction
from storage.figures import Giving, file_result
from storage.indicators import numbers_of_indicators
from tests.summaries.browsed import CITY, browsed, look_at
from tests.summaries.corrected import (
    IN_TIME,
    LATER,
    LIBRARY,
    PARK,
    WASTE,
    correct,
    filing,
    give,
    number_of,
)
from tests.summaries.office import GOLDEN, QUARTER, TODAY, settle
from tests.summaries.printed import lines_of

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


def test_the_project_says_both_figures(office: Engine) -> None:
    before = told(office)
    correct(office)
    after = told(office)
    assert "  แก้ไขหลังปิดรับเดือนกันยายน 2566 (ฉบับที่ 2): ร้อยละ 90 เป็น 80" in after
    assert "  บันทึกหลังปิดรับเดือนกันยายน 2566: ร้อยละ 10" in after
    marks = [line for line in after if "หลังปิดรับเดือน" in line]
    assert after[after.index("50970000-0006 โครงการธนาคารขยะ") + 3 :][:2] == [
        "  ทั้งไตรมาส +0 · ไตรมาสก่อน +95 (เมื่อปิดไตรมาสนี้: +100)",
        "  แก้ไขหลังปิดไตรมาสนี้ (รายงานเดือนพฤษภาคม 2566): ร้อยละต้นไตรมาส 100 เป็น 95",
    ]
    assert len(marks) == len([line for line in before if "หลังปิดรับเดือน" in line]) + 2


def test_the_totals_and_the_line_of_the_unit_say_what_stood_when_it_was_locked(
    office: Engine,
) -> None:
    before = told(office)
    correct(office)
    after = told(office)
    # Of five that had reported 90, 35, 65, 70 and 100 when it was locked.
    assert line_of("50970000", before).endswith(
        "ร้อยละ 40 → 73 (จาก 5 โครงการ) · ทันกำหนด 8 · ล่าช้า 2 · ยังไม่รายงาน 5"
        " · หลังปิดรับ 2 ค่า (เมื่อปิดรับ: ร้อยละ 40 → 72)"
    )
    assert line_of("50970000", after).endswith(
        "ร้อยละ 32.5 → 60 (จาก 6 โครงการ) · ทันกำหนด 8 · ล่าช้า 3 · ยังไม่รายงาน 4"
        " · หลังปิดรับ 5 ค่า (เมื่อปิดรับ: ร้อยละ 40 → 72)"
    )
    assert line_of("50971000", after) == line_of("50971000", before)
    locked = "  ความคืบหน้าเฉลี่ยเมื่อปิดรับ: ร้อยละ 20.91 → 51.73 (หลังแก้ไข: ร้อยละ {})"
    assert locked.format("20.82 → 52.18") in before
    assert locked.format("18.67 → 47.42") in after
    then = "    ไตรมาสก่อนเมื่อปิดไตรมาสนี้: ร้อยละ 0 → 46 (หลังแก้ไข: ร้อยละ 0 → {})"
    assert then.format("45.8") in before
    assert then.format("44.8") in after
    counted = "บันทึกหรือแก้ไขหลังปิดรับ: รายงานความก้าวหน้า {} · ร้อยละต้นไตรมาส {} · งบประมาณที่ได้รับ 1"
    assert counted.format(2, 1) in before
    assert counted.format(4, 2) in after


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
    assert figures[WASTE] == (95, 100)
    assert figures["50970000-0003"] == (65, None)
    [park] = [one for one in whole["projects"] if one["code"] == PARK]
    assert [(one["period"], one["percent"], one["revision"]) for one in park["entries"]][-1] == (
        "2023-09",
        80,
        2,
    )


GIVEN = (
    "แก้ไขหลังปิดรับไตรมาสที่ 4: ผลงาน 4.5 เป็น 6 ของตัวชี้วัด จำนวนสวน",
    "แก้ไขคะแนน สยป. ไตรมาสที่ 4: 100 เป็น 85",
    "เหตุผลที่แก้ไข: นับผิด ขาดไป 3 สวน",
    "บันทึกหลังปิดรับไตรมาสที่ 4: ผลงาน 480 ของตัวชี้วัด จำนวนหนังสือ",
)


def test_a_result_after_the_lock_and_another_score_are_marked(office: Engine) -> None:
    before = told(office)
    give(office)
    after = told(office)
    for mark in GIVEN:
        assert f"  {mark}" not in before
        assert f"  {mark}" in after
    counted = "รายงานความก้าวหน้า 2 · ร้อยละต้นไตรมาส 1 · ผลงานตัวชี้วัด 2 · คะแนน สยป. 1"
    assert f"บันทึกหรือแก้ไขหลังปิดรับ: {counted} · งบประมาณที่ได้รับ 1" in after
    assert "  คะแนน สยป. เฉลี่ยก่อนแก้ไข: 80.83 (หลังแก้ไข: 78.33)" in after
    assert "  ตัวชี้วัดเมื่อปิดรับ: ถึงเป้าหมาย 5 · ยังไม่ถึง 3 · ยังไม่มีผล 1 · เทียบไม่ได้ 1" in after
    page = " ".join(str(browsed(office, QUARTER).text_content()).split())
    printed = "".join("".join(lines_of(office, Scope(QUARTER))).split())
    of_park = " ".join(str(look_at(office, CITY.code, f"project/{PARK}").text_content()).split())
    assert [mark in of_park for mark in GIVEN] == [True, True, True, False]
    for mark in GIVEN:
        assert mark in page
        assert "".join(mark.split()) in printed


def test_a_result_in_time_is_no_correction_of_the_quarter(office: Engine) -> None:
    with transaction(office) as tx:
        (gardens,) = numbers_of_indicators(tx, number_of(tx, PARK))
        by = Giving(filing(tx, 1).reporter_id, "line", 1, IN_TIME)
        file_result(tx, gardens, 4, Decimal("4.50"), "", seen=0, by=by)
    assert not [line for line in told(office) if "หลังปิดรับไตรมาส" in line]
