"""One golden quarter in every form: chat, XLSX, CSV, JSON, PDF, page say the same by number.

A form that joins them is a function from an office to `Told`, and a line in FORMS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from handlers.exports.scope import Scope
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from handlers.thai.months import SHORT_NAMES
from storage.db import reading
from storage.periods import Quarter
from tests.summaries.browsed import browsed, projects_on, totals_on
from tests.summaries.corrected import give
from tests.summaries.exported import (
    SAY,
    exported_csv,
    exported_json,
    exported_sheets,
    iso_month,
    rows_in,
)
from tests.summaries.marks import Mark, mark_of, take_marks
from tests.summaries.office import GOLDEN, QUARTER, TODAY, settle
from tests.summaries.printed import Printed, compared_of, lines_of, projects_of
from tests.summaries.printed import number as exact

SCOPE = Scope(QUARTER)
WHAT = {
    "ร้อยละของรายงาน": "entry",
    "ร้อยละต้นงวด": "start",
    "ผลงานตัวชี้วัด": "result",
    "คะแนน สยป.": "score",
    "งบประมาณที่ได้รับ (บาท)": "budget",
}
MONTHS = {"กรกฎาคม 2566": "2023-07", "สิงหาคม 2566": "2023-08", "กันยายน 2566": "2023-09"}

Figure = Decimal | None


@dataclass(frozen=True)
class Told:
    """What a form says of the quarter; None where such a form does not speak of it.

    `percents` and `classes` are by project and month, a gap is None; `budgets` are the budget and
    what is used of it; `results` an indicator's target and result; `issues` kind, state and text;
    `corrections` the month, what stood when it was locked, and what stands, and `start_marks` the
    same of reports before the quarter; `marks` are the other figures that were corrected after the
    lock, sorted.
    """

    percents: dict[tuple[str, str], Figure]
    starts: dict[str, Figure] | None = None
    classes: dict[tuple[str, str], str] | None = None
    scores: dict[str, tuple[Figure, str]] | None = None
    budgets: dict[str, tuple[Figure, Figure]] | None = None
    results: list[tuple[str, str, Figure]] | None = None
    reached: list[tuple[str, str]] | None = None
    issues: list[tuple[str, str, str, str]] | None = None
    corrections: list[tuple[str, str, Figure, Figure]] | None = None
    start_marks: list[tuple[str, str, Figure, Figure]] | None = None
    marks: list[tuple[str, Mark]] | None = None
    means: tuple[str, str] | None = None


def in_chat(office: Engine, _: Path) -> Told:
    with reading(office) as tx:
        lines = [*report_quarter(tx, QUARTER, None, phrases("summary", "th"), today=TODAY)]
    told = Told({}, {}, {}, {}, {}, [], [], [], [], [])
    code = ""
    marks: dict[str, list[Mark]] = {}
    means = None
    for line in lines:
        if found := re.fullmatch(r"([0-9]{8}-[0-9]{4}) .+", line):
            code = found[1]
        elif found := re.fullmatch(r"ความคืบหน้าเฉลี่ย: ร้อยละ (\S+) → (\S+)", line):
            means = (found[1], found[2])
        elif code and take_marks(line.strip(), marks.setdefault(code, [])):
            continue
        elif code:
            _take_from_chat(told, code, line.strip())
    return replace(told, marks=_sorted(marks), means=means)


def _sorted(marks: Mapping[str, list[Mark]]) -> list[tuple[str, Mark]]:
    return sorted(((code, mark) for code, several in marks.items() for mark in several), key=str)


def _take_from_chat(told: Told, code: str, line: str) -> None:
    assert told.starts is not None
    assert told.classes is not None
    assert told.scores is not None
    assert told.budgets is not None
    assert told.results is not None
    assert told.reached is not None
    assert told.issues is not None
    assert told.corrections is not None
    assert told.start_marks is not None
    if found := re.fullmatch(r"ความคืบหน้า: ต้นไตรมาส (\S+) · (.+)", line):
        told.starts[code] = exact(found[1])
        for month, percent, became in re.findall(r"(\S+) (\S+) \((\S+)\)", found[2]):
            place = (code, f"2023-{SHORT_NAMES.index(month) + 1:02d}")
            told.percents[place] = exact(percent)
            told.classes[place] = became
    elif found := re.fullmatch(r"ตัวชี้วัด: .+ — ผลงาน (\S+) เป้าหมาย (\S+) \((\S+)\)", line):
        told.results.append((code, found[2], exact(found[1])))
        told.reached.append((code, found[3]))
    elif found := re.fullmatch(r"คะแนน สยป\.: (\S+) ?(.*)", line):
        told.scores[code] = (exact(found[1]), found[2])
    elif found := re.fullmatch(r"งบประมาณ: ใช้ไป (\S+) จาก (\S+) บาท", line):
        told.budgets[code] = (exact(found[2]), exact(found[1]))
    elif found := re.fullmatch(r"(ปัญหา|อุปสรรค) \((\S+?)(?: \S+ \S+)?\): (.+)", line):
        told.issues.append((code, found[1], found[2], found[3]))
    elif found := re.fullmatch(r"บันทึกหลังปิดรับเดือน(.+): ร้อยละ (\S+)", line):
        told.corrections.append((code, iso_month(found[1]), None, exact(found[2])))
    elif found := re.fullmatch(
        r"แก้ไขหลังปิดไตรมาสนี้ \(รายงานเดือน(.+)\): ร้อยละต้นไตรมาส (\S+) เป็น (\S+)", line
    ):
        told.start_marks.append((code, iso_month(found[1]), exact(found[2]), exact(found[3])))
    elif found := re.fullmatch(r"แก้ไขหลังปิดรับเดือน(.+) \(.+\): ร้อยละ (\S+) เป็น (\S+)", line):
        told.corrections.append((code, iso_month(found[1]), exact(found[2]), exact(found[3])))


def in_json(office: Engine, _: Path) -> Told:
    projects = exported_json(office, SCOPE)
    return Told(
        percents={(one["code"], month): None for one in projects for month in MONTHS.values()}
        | {
            (one["code"], entry["period"]): Decimal(entry["percent"])
            for one in projects
            for entry in one["entries"]
        },
        starts={one["code"]: _decimal(one["start"]) for one in projects},
        classes={
            (one["code"], month["period"]): SAY(f"class.{month['class']}")
            for one in projects
            for month in one["months"]
        },
        scores={
            one["code"]: (Decimal(each["score"]), each["note"])
            for one in projects
            for each in one["evaluations"]
        },
        results=[
            (one["code"], str(each["target"]), _decimal(each["quarters"][0]["result"]))
            for one in projects
            for each in one["indicators"]
        ],
        corrections=[
            (one["code"], each["period"], _decimal(each["stood"]), _decimal(each["now"]))
            for one in projects
            for each in one["corrections"]
            if each["what"] == "entry"
        ],
        start_marks=[
            (one["code"], each["period"], _decimal(each["stood"]), _decimal(each["now"]))
            for one in projects
            for each in one["corrections"]
            if each["what"] == "start"
        ],
        marks=_sorted(
            {
                one["code"]: [
                    mark_of(*(each[key] for key in ("what", "indicator", "stood", "now", "reason")))
                    for each in one["corrections"]
                    if each["what"] not in {"entry", "start"}
                ]
                for one in projects
            }
        ),
    )


def in_csv(office: Engine, _: Path) -> Told:
    rows = exported_csv(office, SCOPE)
    marks: dict[str, list[Mark]] = {}
    for row in rows:
        take_marks(row["การแก้ไขหลังปิดไตรมาส"], marks.setdefault(row["รหัสโครงการ"], []))
    return Told(
        percents={
            (row["รหัสโครงการ"], iso_month(row["เดือน"])): _decimal(row["ร้อยละ"] or None)
            for row in rows
        },
        classes=_first_classes(rows),
        corrections=[
            (
                row["รหัสโครงการ"],
                iso_month(row["เดือน"]),
                _decimal(row["ร้อยละเมื่อปิดรับ"] or None),
                Decimal(row["ร้อยละ"]),
            )
            for row in rows
            if row["หลังปิดรับ"]
        ],
        marks=_sorted(marks),
    )


def in_xlsx(office: Engine, folder: Path) -> Told:
    sheets = exported_sheets(office, SCOPE, folder)
    projects, entries, indicators, problems, corrections = (
        rows_in(sheets[name])
        for name in (
            *("โครงการ", "รายการความก้าวหน้า", "ตัวชี้วัด", "ปัญหาและอุปสรรค"),
            "การแก้ไขหลังปิดไตรมาส",
        )
    )
    marks: dict[str, list[Mark]] = {}
    start_marks = []
    for row in corrections:
        what, code = WHAT[row["สิ่งที่แก้ไข"]], row["รหัสโครงการ"]
        stood, now = row["ค่าเมื่อปิดรับ"], row["ค่าหลังแก้ไข"]
        if what == "start":
            start_marks.append((code, iso_month(row["เดือนหรือไตรมาส"]), stood, now))
        elif what != "entry":
            reason = row["เหตุผลที่แก้ไข"]
            mark = mark_of(what, row["ตัวชี้วัด"], stood, now, reason)
            marks.setdefault(code, []).append(mark)
    score, note = "คะแนน สยป. ไตรมาสที่ 4", "หมายเหตุ สยป. ไตรมาสที่ 4"
    return Told(
        percents={
            (row["รหัสโครงการ"], iso): row[month] if isinstance(row[month], Decimal) else None
            for row in projects
            for month, iso in MONTHS.items()
        },
        starts={row["รหัสโครงการ"]: row["ร้อยละต้นงวด"] for row in projects},
        classes=_first_classes(entries),
        scores={
            row["รหัสโครงการ"]: (row[score], row[note] or "")
            for row in projects
            if row[score] is not None
        },
        budgets={
            row["รหัสโครงการ"]: (row["งบประมาณ (บาท)"], row["งบประมาณที่ใช้ไป (บาท)"])
            for row in projects
            if row["งบประมาณ (บาท)"] is not None
        },
        results=[(row["รหัสโครงการ"], _plain(row["ค่าเป้าหมาย"]), row["ผลงาน"]) for row in indicators],
        reached=[(row["รหัสโครงการ"], row["เทียบเป้าหมาย"]) for row in indicators],
        issues=[
            (row["รหัสโครงการ"], row["ประเภท"], row["ความคืบหน้าของปัญหา"], row["รายละเอียด"])
            for row in problems
        ],
        corrections=[
            (row["รหัสโครงการ"], iso_month(row["เดือน"]), row["ร้อยละเมื่อปิดรับ"], row["ร้อยละ"])
            for row in entries
            if row["หลังปิดรับ"]
        ],
        start_marks=start_marks,
        marks=_sorted(marks),
    )


def _first_classes(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The class of each month is that of its first entry, or of the gap in its place."""
    classes: dict[tuple[str, str], str] = {}
    for row in rows:
        place = (row["รหัสโครงการ"], iso_month(row["เดือน"]))
        classes.setdefault(place, row["การส่งรายงาน"])
    return classes


def in_print(office: Engine, _: Path) -> Told:
    lines = lines_of(office, SCOPE)
    compared = compared_of(lines)
    means = (
        compared["ความคืบหน้าเฉลี่ยต้นงวด (ร้อยละ)"][0],
        compared["ความคืบหน้าเฉลี่ยปลายงวด (ร้อยละ)"][0],
    )
    return _told(projects_of(lines), means)


def on_page(office: Engine, _: Path) -> Told:
    page = browsed(office, QUARTER)
    totals = totals_on(page)
    means = (
        totals["ความคืบหน้าเฉลี่ยต้นไตรมาส (ร้อยละ)"][0],
        totals["ความคืบหน้าเฉลี่ยสิ้นไตรมาส (ร้อยละ)"][0],
    )
    return _told(projects_on(page), means)


def _told(projects: list[Printed], means: tuple[str, str]) -> Told:
    return Told(
        percents={(one.code, month): m[0] for one in projects for month, m in one.months.items()},
        starts={one.code: one.start for one in projects},
        classes={(one.code, month): m[1] for one in projects for month, m in one.months.items()},
        scores={one.code: one.score for one in projects if one.score is not None},
        budgets={one.code: one.budget for one in projects if one.budget is not None},
        results=[
            (one.code, target, result) for one in projects for target, result, _ in one.results
        ],
        reached=[(one.code, reached) for one in projects for *_, reached in one.results],
        issues=[(one.code, *issue) for one in projects for issue in one.issues],
        corrections=[(one.code, *each) for one in projects for each in one.corrections],
        start_marks=[(one.code, *each) for one in projects for each in one.starts],
        marks=_sorted({one.code: one.marks for one in projects}),
        means=means,
    )


FORMS: dict[str, Callable[[Engine, Path], Told]] = {
    "chat": in_chat,
    "JSON": in_json,
    "CSV": in_csv,
    "XLSX": in_xlsx,
    "PDF": in_print,
    "page": on_page,
}


def _decimal(number: object) -> Figure:
    return None if number is None else Decimal(str(number))


def _plain(figure: object) -> str:
    return f"{figure:f}" if isinstance(figure, Decimal) else str(figure)


def test_every_form_says_the_same(database: Engine, tmp_path: Path) -> None:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    give(database)
    told = {form: read(database, tmp_path) for form, read in FORMS.items()}
    counts = {
        "percents": 36,
        "scores": 6,
        "results": 10,
        "issues": 7,
        "corrections": 2,
        "start_marks": 1,
        "marks": 4,
    }
    for part in (one.name for one in fields(Told)):
        said = {
            form: value for form, one in told.items() if (value := getattr(one, part)) is not None
        }
        assert len(said) >= 2, part
        assert len(said["chat"]) == counts.get(part, len(said["chat"])), part
        for form, value in said.items():
            assert value == said["chat"], f"{part}: {form} differs from the chat"


def test_a_figure_that_differs_is_found(database: Engine, tmp_path: Path) -> None:
    """The comparison compares: another percent in one entry is another percent in every form."""
    golden = GOLDEN.read_text(encoding="utf-8")
    settle(database, golden.replace("2023-08 1.1 80.50 ", "2023-08 1.1 81.25 "))
    for form, read in FORMS.items():
        percent = read(database, tmp_path).percents["50970000-0001", "2023-08"]
        assert percent == Decimal("81.25"), form


@pytest.mark.parametrize(
    ("row", "now", "before"),
    [
        ("จำนวนโครงการ", "12", "11"),
        ("คะแนน สยป. เฉลี่ย", "80.83", "—"),
        ("ใช้ไป (ร้อยละ)", "58", "51.52"),
        ("รายการที่บันทึกหรือแก้ไขหลังปิดรับ", "2", "1"),
    ],
)
def test_print_and_page_compare_with_the_quarter_before(
    sqlite: Engine, row: str, now: str, before: str
) -> None:
    settle(sqlite, GOLDEN.read_text(encoding="utf-8"))
    assert compared_of(lines_of(sqlite, SCOPE))[row] == (now, before)
    assert totals_on(browsed(sqlite, QUARTER))[row] == (now, before)


def test_in_a_new_year_the_budgets_before_are_those_of_the_year_before(sqlite: Engine) -> None:
    new = "50970000-0099 50970000 in_progress 1000 100 fiscal_year=2567 | โครงการปีใหม่ | - - - | -"
    settle(sqlite, GOLDEN.read_text(encoding="utf-8") + new)
    first = Quarter(2567, 1)
    # One of the year before goes on, with its budget of 80,000, all of which is used.
    printed = compared_of(lines_of(sqlite, Scope(first)))
    for told in (printed, totals_on(browsed(sqlite, first))):
        assert told["งบประมาณ (บาท)"] == ("81,000", "750,000")
        assert told["ใช้ไป (ร้อยละ)"] == ("98.89", "58")
