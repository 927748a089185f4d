"""`summary`, and the tables that `export` writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import clock
from storage.periods import local_date, period_of
from tests.command_line.shell import Shell

DISTRICT = "50970000"


def last_year() -> str:
    """The nearest fiscal year before this one that the sample has."""
    return str(int(present()[:4]) - 1)


def present() -> str:
    return str(period_of(local_date(clock.now())).quarter)


def test_the_present_quarter_of_the_sample_is_summed_up(sampled: Shell) -> None:
    lines = sampled.done("summary", present()).lines
    assert "สรุปไตรมาสที่" in lines[0]
    assert lines[2] == "5 โครงการ"
    assert any(line.startswith("50970000-7101 ") for line in lines)
    below = sampled.done("summary", present().lower(), "--unit", DISTRICT).lines
    assert below[2] == "3 โครงการ"


def test_a_database_with_a_city_in_it_is_summed_up_on_both(office: Shell) -> None:
    assert "ไม่มีโครงการของไตรมาส" in office.refused("summary", present())


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("2566Q4", "ไม่มีโครงการของไตรมาส 2566Q4"),
        ("2599Q1", "2599Q1 ยังไม่เริ่ม"),
        ("soon", "“soon”"),
    ],
)
def test_another_quarter_is_refused_with_the_nearest(sampled: Shell, what: str, said: str) -> None:
    refused = sampled.refused("summary", what)
    assert said in refused
    assert (last_year() if what == "2566Q4" else present()[:4]) in refused


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("2566Q4", "ไม่มีโครงการของไตรมาส 2566Q4"),
        ("2599Q1", "2599Q1 ยังไม่เริ่ม"),
        ("2599", "ปีงบประมาณ 2599 ยังไม่เริ่ม"),
        ("2566", "ไม่มีโครงการของปีงบประมาณ 2566"),
    ],
)
def test_nothing_is_exported_of_what_is_not_there(sampled: Shell, what: str, said: str) -> None:
    file = sampled.folder / "kept.csv"
    file.write_text("kept", encoding="utf-8")
    refused = sampled.refused("export", what, "--format", "csv", "-o", file)
    assert said in refused
    assert (last_year() if what.startswith("2566") else present()[:4]) in refused
    assert file.read_text(encoding="utf-8") == "kept"


def test_an_unknown_unit_is_refused_with_the_nearest(sampled: Shell) -> None:
    assert "สำนักงานเขตบางตะเภา" in sampled.refused("summary", present(), "--unit", "50970001")
    assert "แก้รหัส" in sampled.refused("summary", present(), "--unit", "ก")


def test_the_language_is_that_of_the_environment(sampled: Shell) -> None:
    english = Shell(sampled.folder, sampled.database_url, {"LOCALE": "en"})
    assert english.done("summary", present()).lines[2] == "5 projects"


def test_a_quarter_is_written_as_a_table_and_as_text(sampled: Shell) -> None:
    table = sampled.folder / "quarter.csv"
    sampled.done("export", present(), "--format", "csv", "-o", table)
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    assert {row["รหัสหน่วยงาน"] for row in rows} == {DISTRICT, "29000000"}
    pasted = sampled.done("export", present(), "--unit", DISTRICT, "--format", "paste")
    assert pasted.out.count("รายงานผลฯ ไตรมาสที่") == 3


def test_a_year_is_written_as_a_workbook(sampled: Shell) -> None:
    book = sampled.folder / "year.xlsx"
    sampled.done("export", present()[:4], "--format", "xlsx", "-o", book)
    sheets = load_workbook(book)
    assert sheets.sheetnames == [
        *("โครงการ", "รายการความก้าวหน้า", "ตัวชี้วัด", "ปัญหาและอุปสรรค"),
        "การแก้ไขหลังปิดไตรมาส",
    ]
    assert sheets["โครงการ"].max_row == 6


def test_a_workbook_needs_the_name_of_a_file(sampled: Shell) -> None:
    assert "name a file with -o" in sampled.refused("export", present(), "--format", "xlsx")
    said = sampled.refused("export", present(), "--format", "xlsx", "-o", Path("no") / "q.xlsx")
    assert "cannot be written" in said


def test_one_project_is_written_with_its_fiscal_year(sampled: Shell) -> None:
    table = sampled.done("export", "50970000-7101", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert {row["รหัสโครงการ"] for row in rows} == {"50970000-7101"}
