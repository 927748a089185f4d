"""What units answer for themselves, in the quarter of a unit and of all below it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handlers.exports.scope import Scope
from handlers.status.asker import Asker
from handlers.status.quarters import show_quarter
from handlers.status.questions import OfUnit, ShowQuarter
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import reading, transaction
from storage.records import Indicator, QuarterResult
from storage.unit_indicators import save_unit_indicator
from storage.units import find_unit, units_below
from tests.summaries.browsed import look_at
from tests.summaries.exported import exported_sheets, rows_in
from tests.summaries.office import GOLDEN, QUARTER, TODAY, settle
from tests.summaries.printed import lines_of

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
DISTRICT, PARKS = "50970000", "77000000"
COUNTED = "ตัวชี้วัดของหน่วยงาน: ถึงเป้าหมาย {} · ยังไม่ถึง {} · ยังไม่มีผล {} · เทียบไม่ได้ 0"
HINT = "ตัวชี้วัดของหน่วยงานทีละตัว: พิมพ์ หน้าเว็บ"


@pytest.fixture(name="bare")
def settle_golden(sqlite: Engine) -> Engine:
    settle(sqlite, GOLDEN.read_text(encoding="utf-8"))
    return sqlite


@pytest.fixture(name="office")
def answer_for(bare: Engine) -> Engine:
    """The district reaches one target of two; the parks have no result yet."""
    with transaction(bare) as tx:
        for code, target, result in (("5097-0001", "80", "85.5"), ("5097-0002", "1,200", "900")):
            one = Indicator(
                f"ตัวชี้วัดที่ {code[-1]}",
                code=code,
                measure="ครัวเรือน",
                target=target,
                quarters=(QuarterResult(4, Decimal(result), Decimal(95)),),
            )
            save_unit_indicator(tx, one, unit_code=DISTRICT, fiscal_year=2566)
        later = Indicator("น้ำใส", code="7700-0001", target="5")
        save_unit_indicator(tx, later, unit_code=PARKS, fiscal_year=2566)
        save_unit_indicator(tx, later, unit_code=DISTRICT, fiscal_year=2565)
    return bare


def told(engine: Engine, unit_code: str | None) -> list[str]:
    with reading(engine) as tx:
        unit = None if unit_code is None else find_unit(tx, unit_code)
        return [*report_quarter(tx, QUARTER, unit, phrases("summary", "th"), today=TODAY)]


def said_in_chat(engine: Engine, *, in_group: bool) -> str:
    with reading(engine) as tx:
        unit = find_unit(tx, DISTRICT)
        assert unit is not None
        units = units_below(tx, DISTRICT)
        asker = Asker(tx, NOW, phrases("status", "th"), (unit,), units, in_group=in_group)
        [message] = show_quarter(asker, ShowQuarter(QUARTER, OfUnit(DISTRICT)))
    return message.text


def test_the_text_counts_them_and_tells_each(office: Engine) -> None:
    district = told(office, DISTRICT)
    assert COUNTED.format(1, 1, 0) in district
    assert [line.partition(" · ")[2] for line in district if " · ตัวชี้วัด: " in line] == [
        "ตัวชี้วัด: ตัวชี้วัดที่ 1 — ผลงาน 85.5 เป้าหมาย 80 ครัวเรือน (ถึงเป้าหมาย)",
        "ตัวชี้วัด: ตัวชี้วัดที่ 2 — ผลงาน 900 เป้าหมาย 1,200 ครัวเรือน (ยังไม่ถึงเป้าหมาย)",
    ]
    assert COUNTED.format(0, 0, 1) in told(office, PARKS)
    assert COUNTED.format(1, 1, 1) in told(office, None)


def test_the_chat_counts_them_and_says_in_private_where_each_is(office: Engine) -> None:
    private, group = (said_in_chat(office, in_group=where) for where in (False, True))
    assert f"{COUNTED.format(1, 1, 0)}\n" in private
    assert HINT in private
    assert COUNTED.format(1, 1, 0) in group
    assert HINT not in group


def test_the_page_of_a_quarter_has_those_of_its_unit(office: Engine) -> None:
    page = look_at(office, DISTRICT, f"quarter/{QUARTER}")
    section = page.get_element_by_id("unit-targets").getparent()
    assert section is not None
    assert re.sub(r"\s+", " ", section.text_content()).strip() == (
        "ตัวชี้วัดของหน่วยงานเทียบเป้าหมาย ถึงเป้าหมาย 1 ยังไม่ถึงเป้าหมาย 1 ยังไม่มีผล 0 เทียบไม่ได้ 0 "
        "ตัวชี้วัดที่ 1: ผลงาน 85.5 เป้าหมาย 80 ครัวเรือน (ถึงเป้าหมาย) "
        "· คะแนน 95 · ผลประเมิน 2.1 / 2.2 — "
        "ตัวชี้วัดที่ 2: ผลงาน 900 เป้าหมาย 1,200 ครัวเรือน (ยังไม่ถึงเป้าหมาย) "
        "· คะแนน 95 · ผลประเมิน 2.1 / 2.2 —"
    )


def test_the_workbook_tells_whose_each_is(office: Engine, tmp_path: Path) -> None:
    sheet = exported_sheets(office, Scope(QUARTER), tmp_path)["ตัวชี้วัด"]
    rows = [
        (row["ตัวชี้วัดของ"], row["รหัสหน่วยงาน"], row["รหัสโครงการ"] is None, row["รหัสตัวชี้วัด"])
        for row in rows_in(sheet)
    ]
    assert rows[:4] == [
        ("หน่วยงาน", DISTRICT, True, "5097-0001"),
        ("หน่วยงาน", DISTRICT, True, "5097-0002"),
        ("หน่วยงาน", PARKS, True, "7700-0001"),
        ("โครงการ", DISTRICT, False, None),
    ]
    assert {row[0] for row in rows[3:]} == {"โครงการ"}


def test_the_report_has_a_part_of_them_that_its_contents_name(office: Engine) -> None:
    lines = lines_of(office, Scope(QUARTER, DISTRICT))
    assert len([line for line in lines if line.startswith("ตัวชี้วัดของหน่วยงาน")]) == 2
    named = ["".join(line.split()) for line in lines if "5097-000" in line]
    assert named == ["ตัวชี้วัดที่1(5097-0001)", "ตัวชี้วัดที่2(5097-0002)"]


def test_where_there_are_none_nothing_speaks_of_them(bare: Engine, tmp_path: Path) -> None:
    words = "ตัวชี้วัดของหน่วยงาน"
    assert words not in "\n".join(told(bare, DISTRICT))
    assert words not in said_in_chat(bare, in_group=False)
    assert words not in look_at(bare, DISTRICT, f"quarter/{QUARTER}").text_content()
    assert words not in look_at(bare, DISTRICT, "").text_content()
    assert words not in "\n".join(lines_of(bare, Scope(QUARTER, DISTRICT)))
    sheet = exported_sheets(bare, Scope(QUARTER), tmp_path)["ตัวชี้วัด"]
    assert {row["ตัวชี้วัดของ"] for row in rows_in(sheet)} == {"โครงการ"}
