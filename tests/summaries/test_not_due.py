"""While a quarter runs, no form of it counts a report as missing that is not due yet."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from bot.papers.report import Report, report_content
from bot.papers.reports import read_report
from bot.papers.wording import Wording
from handlers.exports.register import export_workbook, find_span
from handlers.exports.scope import Scope
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.db import reading, transaction
from storage.periods import BANGKOK
from tests.summaries.exported import SAY, rows_in
from tests.summaries.office import GOLDEN, QUARTER, settle

BEFORE, BETWEEN, AFTER = date(2023, 9, 10), date(2023, 9, 24), date(2023, 9, 26)
SILENT = "77000000-0099 77000000 in_progress - - | โครงการเงียบ | - - - | -"
DUE = "ครบกำหนด 25 ก.ย. 2566"


@pytest.fixture(name="office")
def fill(sqlite: Engine) -> Engine:
    """The golden office; one of its units is due on the 22nd, all others on the 25th."""
    settle(sqlite, f"{GOLDEN.read_text(encoding='utf-8')}\n{SILENT}\n")
    now = datetime(2022, 10, 3, 9, tzinfo=BANGKOK)
    with transaction(sqlite) as tx:
        early = Change("77000000", 2566, {"due_day": 22})
        assert not change_policies(tx, [early], set_by=None, now=now)
    return sqlite


def told(office: Engine, today: date) -> list[str]:
    with reading(office) as tx:
        return [*report_quarter(tx, QUARTER, None, phrases("summary", "th"), today=today)]


def line_of(lines: list[str], start: str) -> str:
    return next(line.strip() for line in lines if line.strip().startswith(start))


def september(lines: list[str]) -> dict[str, int]:
    said = line_of(lines, "กันยายน 2566:")
    return {name: int(count) for name, count in re.findall(r"(ยังไม่\S+) (\d+)", said)}


def test_what_is_not_due_is_told_apart_from_what_is_missing(office: Engine) -> None:
    after = september(told(office, AFTER))
    assert after.keys() == {"ยังไม่รายงาน"}
    between = september(told(office, BETWEEN))
    assert between["ยังไม่รายงาน"] > 0
    assert between["ยังไม่ถึงกำหนด"] > 0
    assert sum(between.values()) == after["ยังไม่รายงาน"]
    assert f"({DUE})" in line_of(told(office, BETWEEN), "กันยายน 2566:")
    before = september(told(office, BEFORE))
    assert before["ยังไม่รายงาน"] == 0
    assert "(ครบกำหนด 22 ก.ย. 2566 ถึง 25 ก.ย. 2566)" in line_of(
        told(office, BEFORE), "กันยายน 2566:"
    )


def test_the_shares_say_how_much_of_them_is_not_due(office: Engine) -> None:
    coming = september(told(office, BETWEEN))["ยังไม่ถึงกำหนด"]
    shares = line_of(told(office, BETWEEN), "การรายงาน:")
    assert f"ในจำนวนนี้ยังไม่ถึงกำหนด {coming} โครงการ ({DUE})" in shares
    assert "ยังไม่ถึงกำหนด" not in line_of(told(office, AFTER), "การรายงาน:")


def test_the_lines_of_units_add_up_to_the_months(office: Engine) -> None:
    lines = told(office, BETWEEN)
    units = [line for line in lines if re.match("[0-9]{8} ", line)]
    assert len(units) == 3
    coming = sum(int(found[1]) for one in units if (found := re.search(r"ยังไม่ถึงกำหนด (\d+)", one)))
    assert coming == september(lines)["ยังไม่ถึงกำหนด"]


def test_the_printed_report_says_the_same(office: Engine) -> None:
    with reading(office) as tx:
        report = read_report(tx, Scope(QUARTER), today=BETWEEN)
    assert isinstance(report, Report)
    tables = [
        one
        for side in report_content(report, Wording("th"), today=BETWEEN)["summary"]
        for one in side
    ]
    months = tables[1]
    row = dict(zip(months["head"], months["rows"][-1], strict=True))
    expected = september(told(office, BETWEEN))
    assert int(row["ยังไม่รายงาน"]) == expected["ยังไม่รายงาน"]
    assert int(row["ยังไม่ถึงกำหนด"]) == expected["ยังไม่ถึงกำหนด"]
    compared = {row[0]: row[1] for row in tables[0]["rows"]}
    assert compared[f"ในจำนวนนี้ ยังไม่ถึงกำหนด {DUE} (โครงการ)"] == str(expected["ยังไม่ถึงกำหนด"])
    assert "ยังไม่ส่ง" in tables[-1]["head"]
    assert "ยังไม่รายงาน" not in tables[-1]["head"]


def test_the_workbook_counts_what_should_have_come(office: Engine, tmp_path: Path) -> None:
    with reading(office) as tx, (tmp_path / "quarter.xlsx").open("wb") as file:
        span = find_span(tx, Scope(QUARTER))
        assert span is not None
        export_workbook(tx, span, file, SAY, today=BETWEEN)
    sheets = {one.title: one for one in load_workbook(tmp_path / "quarter.xlsx").worksheets}
    projects = rows_in(sheets["โครงการ"])
    expected = september(told(office, BETWEEN))
    months = [row["กันยายน 2566"] for row in projects]
    assert months.count("ยังไม่รายงาน") == expected["ยังไม่รายงาน"]
    assert months.count("ยังไม่ถึงกำหนด") == expected["ยังไม่ถึงกำหนด"]
    entries = [row["การส่งรายงาน"] for row in rows_in(sheets["รายการความก้าวหน้า"])]
    assert entries.count("ยังไม่ถึงกำหนด") == expected["ยังไม่ถึงกำหนด"]
    assert sum(row["ยังไม่รายงาน (เดือน)"] for row in projects) == entries.count("ยังไม่รายงาน")
