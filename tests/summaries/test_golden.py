"""One quarter of twelve projects: chat text, CSV, XLSX and JSON say the same numbers.

`golden_summary.txt` is what a person checks against `golden_projects.txt`.
"""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handlers.exports.register import (
    export_paste,
    find_span,
)
from handlers.exports.scope import FiscalYear, Scope
from handlers.exports.workbook import write_workbook
from handlers.summaries.project import ProjectSummary
from handlers.summaries.reading import read_summaries
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import reading
from storage.periods import Quarter
from tests.summaries.exported import (
    SAY,
    exported_csv,
    exported_json,
    exported_sheets,
    iso_day,
    iso_month,
    rows_in,
)
from tests.summaries.office import GOLDEN, QUARTER, TODAY, UNITS, settle

SUMMARY = Path(__file__).with_name("golden_summary.txt")
QUARTERS = [Scope(QUARTER), Scope(QUARTER, "50970000"), Scope(FiscalYear(2566))]


@pytest.fixture(name="office")
def fill(database: Engine) -> Engine:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    return database


def summaries(office: Engine, scope: Scope = QUARTERS[0]) -> list[ProjectSummary]:
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        return list(read_summaries(tx, span.periods, scope.unit_code, today=TODAY))


def test_the_summary_is_the_one_that_was_checked(office: Engine) -> None:
    with reading(office) as tx:
        told = [*report_quarter(tx, QUARTER, None, SAY, today=TODAY)]
    assert told == SUMMARY.read_text(encoding="utf-8").splitlines()


def test_a_unit_is_summed_up_with_those_below_it(office: Engine) -> None:
    with reading(office) as tx:
        told = [*report_quarter(tx, QUARTER, UNITS[0], SAY, today=TODAY)]
    assert told[1] == "สำนักงานเขตบางตะเภา (50970000) และหน่วยงานในสังกัด"
    assert told[2] == "9 โครงการ"
    assert sum(line.startswith("5097") and ": " not in line for line in told) == 9


def test_it_is_told_in_english_with_the_same_figures(office: Engine) -> None:
    with reading(office) as tx:
        say = phrases("summary", "en")
        told = [*report_quarter(tx, QUARTER, None, say, today=TODAY)]
    assert told[0] == "Summary of quarter 4, fiscal year 2566 (Jul–Sep 2023)"
    assert len(told) == len(SUMMARY.read_text(encoding="utf-8").splitlines())
    assert "Mean progress: 20.82 → 52.18 percent" in told


@pytest.mark.parametrize("scope", QUARTERS, ids=str)
def test_entries_are_the_same_in_json_csv_xlsx_and_summary(
    office: Engine, tmp_path: Path, scope: Scope
) -> None:
    of_json = [
        (
            project["code"],
            entry["period"],
            entry["percent"],
            entry["revision"],
            entry["reported_on"],
            entry["problems"] is not None,
        )
        for project in exported_json(office, scope)
        for entry in project["entries"]
    ]
    of_csv = [
        (
            row["รหัสโครงการ"],
            iso_month(row["เดือน"]),
            Decimal(row["ร้อยละ"]),
            int(row["ฉบับที่"]),
            iso_day(row["วันที่รายงาน"]),
            bool(row["ปัญหา"]),
        )
        for row in exported_csv(office, scope)
        if row["ร้อยละ"]
    ]
    of_xlsx = [
        (
            row["รหัสโครงการ"],
            iso_month(row["เดือน"]),
            row["ร้อยละ"],
            row["ฉบับที่"],
            iso_day(row["วันที่รายงาน"]),
            row["ปัญหา"] is not None,
        )
        for row in rows_in(exported_sheets(office, scope, tmp_path)["รายการความก้าวหน้า"])
        if row["ร้อยละ"] is not None
    ]
    of_summary = [
        (
            one.recorded.code,
            str(entry.said.period),
            entry.said.content.percent,
            entry.said.revision,
            entry.said.reported_on.isoformat(),
            entry.said.content.problems is not None,
        )
        for one in summaries(office, scope)
        for entry in one.entries
    ]
    assert len(of_json) >= 18
    assert of_json == of_csv == of_xlsx == of_summary


@pytest.mark.parametrize("scope", QUARTERS, ids=str)
def test_projects_have_the_same_figures_everywhere(
    office: Engine, tmp_path: Path, scope: Scope
) -> None:
    sheets = exported_sheets(office, scope, tmp_path)
    of_json = [(one["code"], one["percent"]) for one in exported_json(office, scope)]
    of_summary = [(one.recorded.code, one.end) for one in summaries(office, scope)]
    projects = rows_in(sheets["โครงการ"])
    assert of_json == of_summary
    assert of_json == [(row["รหัสโครงการ"], row["ร้อยละปลายงวด"]) for row in projects]
    scores = [
        (one["code"], each["score"], each["note"] or None)
        for one in exported_json(office, scope)
        for each in one["evaluations"]
    ]
    assert len(scores) >= 5
    assert scores == [
        (row["รหัสโครงการ"], score, row["หมายเหตุ สยป. ไตรมาสที่ 4"])
        for row in projects
        if (score := row["คะแนน สยป. ไตรมาสที่ 4"]) is not None
    ]


def test_a_month_without_a_report_is_a_gap_in_every_form(office: Engine, tmp_path: Path) -> None:
    sheets = exported_sheets(office, Scope(QUARTER), tmp_path)
    gaps = {
        (one.recorded.code, str(month.period))
        for one in summaries(office)
        for month in one.months
        if not month.entries
    }
    assert len(gaps) == 12
    of_csv = {
        (row["รหัสโครงการ"], iso_month(row["เดือน"]))
        for row in exported_csv(office, Scope(QUARTER))
        if not row["ร้อยละ"]
    }
    of_projects = {
        (row["รหัสโครงการ"], iso_month(month))
        for row in rows_in(sheets["โครงการ"])
        for month in ("กรกฎาคม 2566", "สิงหาคม 2566", "กันยายน 2566")
        if not isinstance(row[month], Decimal)
    }
    of_entries = {
        (row["รหัสโครงการ"], iso_month(row["เดือน"]))
        for row in rows_in(sheets["รายการความก้าวหน้า"])
        if row["ร้อยละ"] is None
    }
    assert gaps == of_csv == of_projects == of_entries


def test_a_correction_after_the_lock_is_marked_with_what_stood_before(
    office: Engine, tmp_path: Path
) -> None:
    rows = rows_in(exported_sheets(office, Scope(QUARTER), tmp_path)["รายการความก้าวหน้า"])
    marked = [
        (row["รหัสโครงการ"], row["หลังปิดรับ"], row["ร้อยละ"], row["ร้อยละเมื่อปิดรับ"])
        for row in rows
        if row["หลังปิดรับ"]
    ]
    assert marked == [
        ("50970000-0004", "แก้ไขหลังปิดรับ", 75, 70),
        ("77000000-0001", "บันทึกหลังปิดรับ", 20, None),
    ]


def test_problems_and_indicators_are_those_of_the_summary(office: Engine, tmp_path: Path) -> None:
    sheets = exported_sheets(office, Scope(QUARTER), tmp_path)
    issues = [
        (one.recorded.code, SAY(f"state.{issue.state}"), issue.text)
        for one in summaries(office)
        for issue in one.issues
    ]
    problems = rows_in(sheets["ปัญหาและอุปสรรค"])
    assert len(issues) == 7
    assert issues == [
        (row["รหัสโครงการ"], row["ความคืบหน้าของปัญหา"], row["รายละเอียด"]) for row in problems
    ]
    of_json = [
        (one["code"], each["target"], each["quarters"][0]["result"])
        for one in exported_json(office, Scope(QUARTER))
        for each in one["indicators"]
    ]
    assert len(of_json) == 10
    assert of_json == [
        (row["รหัสโครงการ"], row["ค่าเป้าหมาย"], row["ผลงาน"]) for row in rows_in(sheets["ตัวชี้วัด"])
    ]


def test_a_workbook_does_not_contradict_itself_about_what_was_in_time(
    office: Engine, tmp_path: Path
) -> None:
    """What a page brought is judged by its day in every sheet; the JSON leaves that to `months`."""
    sheets = exported_sheets(office, Scope(QUARTER), tmp_path)
    firsts: dict[tuple[str, str], str] = {}
    for row in rows_in(sheets["รายการความก้าวหน้า"]):
        firsts.setdefault((row["รหัสโครงการ"], row["เดือน"]), row["การส่งรายงาน"])
    for row in rows_in(sheets["โครงการ"]):
        classes = [became for (code, _), became in firsts.items() if code == row["รหัสโครงการ"]]
        for became in ("ทันกำหนด", "ล่าช้า", "ยังไม่รายงาน"):
            assert classes.count(became) == row[f"{became} (เดือน)"]
    [imported] = [
        one for one in exported_json(office, Scope(QUARTER)) if one["code"] == "50970000-0003"
    ]
    assert [entry["class"] for entry in imported["entries"]] == [None, None, None]
    assert [month["class"] for month in imported["months"]] == ["on_time", "missing", "late"]


def test_what_looks_like_a_formula_is_text(office: Engine, tmp_path: Path) -> None:
    sheets = exported_sheets(office, Scope(QUARTER), tmp_path)
    cells = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    starting = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    texts = {cell.value for cell in starting}
    assert {"=โครงการบวกลบ", "=1+1", "-ฝนตก", "+น้ำมาก", "@ตรวจรับ", "@จำนวน"} <= texts
    assert all(cell.quotePrefix for cell in starting)
    for row in exported_csv(office, Scope(QUARTER)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert "'=1+1" in {row["ผลการดำเนินงาน"] for row in exported_csv(office, Scope(QUARTER))}


def test_every_sheet_is_ready_to_print(office: Engine, tmp_path: Path) -> None:
    sheets = exported_sheets(office, Scope(QUARTER), tmp_path)
    assert [*sheets] == [
        *("โครงการ", "รายการความก้าวหน้า", "ตัวชี้วัด", "ปัญหาและอุปสรรค"),
        "การแก้ไขหลังปิดไตรมาส",
    ]
    for sheet in sheets.values():
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize or 0) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.column_dimensions["B"].width == 36
        assert sheet["A1"].font.bold


def test_the_form_for_pasting_is_the_one_of_the_pages(office: Engine) -> None:
    with reading(office) as tx:
        span = find_span(tx, Scope(QUARTER))
        assert span is not None
        pasted = [*export_paste(tx, span, today=TODAY)]
    assert len(pasted) == 12
    assert pasted[2] == (
        "โครงการลานกีฬา : 50970000-0003\n"
        "สำนักงานเขตบางตะเภา : (2566)\n"
        "รายงานผลฯ ไตรมาสที่ 4\n"
        "13/07/2566 : ตอกเสาเข็ม 27/07/2566 : เทพื้น 29/09/2566 : ทาสี\n"
        "** ปัญหาของโครงการ :ไม่มี\n"
        "** อุปสรรคของโครงการ :ไม่มี\n"
        "------------------&&&--------------------\n"
    )
    assert pasted[4] == (
        "โครงการห้องสมุดชุมชน : 50970000-0005\n"
        "สำนักงานเขตบางตะเภา : (2566)\n"
        "รายงานผลฯ ไตรมาสที่ 4\n"
        "------------------&&&--------------------\n"
    )


def test_a_new_fiscal_year_starts_over(office: Engine) -> None:
    """Only the project that was reported on in October is of the next year's first quarter."""
    with reading(office) as tx:
        periods = Quarter(2567, 1).periods
        (one,) = read_summaries(tx, periods, None, today=TODAY)
    assert (one.recorded.code, str(one.start), one.end) == ("50971000-0003", "0", Decimal(5))
    assert [month.begun for month in one.months] == [True, False, False]


def test_a_locked_quarter_says_what_stood_when_it_was_locked(office: Engine) -> None:
    """The same quarter, read on the day before the correction, differs by the marks alone."""
    (corrected,) = [one for one in summaries(office) if one.recorded.code == "50970000-0004"]
    (entry,) = [entry for entry in corrected.entries if entry.after_lock]
    assert entry.locked is not None
    assert [entry.locked.content.percent, entry.said.content.percent] == [70, 75]
    assert entry.said.revision == 2


def test_a_workbook_that_is_not_finished_fails_with_its_own_reason_alone() -> None:
    """What the writer of sheets would complain about by itself fails the test, too."""

    def fail(_: int) -> ProjectSummary:
        raise TimeoutError("the database is away")

    with pytest.raises(TimeoutError, match="away"):
        write_workbook(io.BytesIO(), map(fail, [1]), (), QUARTER.periods, SAY)
