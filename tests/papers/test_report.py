"""The report as it is read on paper."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from bot.papers.report import ManyProjects, Report, report_content
from bot.papers.report_summary import Added
from bot.papers.reports import TEMPLATE, read_report, set_report
from bot.papers.wording import Wording
from bot.sheets.apart import set_apart
from handlers.exports.scope import FiscalYear, OneProject, Scope
from handlers.summaries.figure_marks import FigureMark
from handlers.summaries.issues import issues_of
from handlers.summaries.reading import InYear
from handlers.summaries.totals import Counts, Marks, Mean, Revision, Totals
from storage.db import reading
from storage.periods import Quarter, fiscal_months
from storage.records import Content, Indicator, UnitIndicator
from tests.papers.years import year_of
from tests.summaries.exported import iso_month
from tests.summaries.office import GOLDEN, QUARTER, TODAY, settle
from tests.summaries.printed import lines_of, pages_of, printed, projects_of

THAI = Wording("th")
NOTHING = Totals(Counts(), {}, Mean())
MARKS = Marks(Counter(), Counter(), Counter(), Counter(), Counter(), {}, Revision())


@pytest.fixture(name="office")
def fill(sqlite: Engine) -> Engine:
    settle(sqlite, GOLDEN.read_text(encoding="utf-8"))
    return sqlite


def project(number: int, narrative: str = "ปลูกต้นไม้", problems: str | None = None) -> InYear:
    year = year_of(["10"] * 12, today=TODAY, name=f"โครงการที่ {number}")
    (first, *_), *others = year.recorded.entries
    said = replace(first, content=Content(first.content.percent, narrative, problems, None))
    entry = replace(year.months[0].entries[0], said=said)
    months = (replace(year.months[0], entries=(entry,)), *year.months[1:3])
    now = replace(
        year,
        recorded=replace(year.recorded, code=f"50970000-{number:04}", entries=((said,), *others)),
        months=months,
        issues=issues_of(None, [one.said for month in months for one in month.entries]),
    )
    return InYear(now, None, year)


def report_of(*projects: InYear) -> Report:
    periods = Quarter(2566, 1).periods
    return Report(ManyProjects(None, Added(NOTHING, NOTHING, MARKS, {})), periods, projects)


def texts(report: Report, wording: Wording = THAI) -> list[str]:
    return pages_of(pdf_of(report, wording))


def pdf_of(report: Report, wording: Wording = THAI) -> bytes:
    with set_apart(TEMPLATE) as set_pages:
        return set_report(report, wording, set_pages, today=TODAY)


def joined(pages: list[str]) -> str:
    return "".join("".join(re.sub(r"หน้า [0-9]+ จาก [0-9]+", "", page).split()) for page in pages)


def test_every_page_says_which_it_is_and_of_how_many() -> None:
    pages = texts(report_of(*(project(number) for number in range(12))))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.rstrip().endswith(f"หน้า {number} จาก {len(pages)}")


def test_the_contents_name_the_page_of_each_project() -> None:
    pages = texts(report_of(*(project(number) for number in range(90))))
    where = {
        code: number
        for number, page in enumerate(pages, start=1)
        for code in re.findall(r"(?m)^(50970000-[0-9]{4}) โครงการที่ ?[0-9]+ ?$", page)
    }
    told = {
        code: int(page)
        for text in pages
        for code, page in re.findall(
            r"(?m)^(50970000-[0-9]{4}) .+ [0-9.—]+ [0-9.—]+ ([0-9]+)$", text
        )
    }
    assert len(told) == 90
    assert told == where


def test_the_headings_of_a_table_are_on_each_of_its_pages() -> None:
    pages = texts(report_of(*(project(number) for number in range(90))))
    listing = [page for page in pages if re.search(r"(?m)^50970000-\d{4} .* [0-9]+$", page)]
    rows = [page for page in listing if "ต้นงวด ปลายงวด หน้า" in page]
    assert len(rows) >= 2
    assert all("รหัส โครงการ หน่วยงาน สถานะ" in page for page in rows)


def test_the_words_of_an_officer_are_whole_however_long() -> None:
    long, problem = "ตรวจรับงานแล้ว " * 700, "ผู้รับจ้างทิ้งงาน" * 290
    text = joined(texts(report_of(project(1, long, problem))))
    assert text.count("ตรวจรับงานแล้ว") == 700
    assert text.count("ผู้รับจ้างทิ้งงาน") == 290


def test_no_line_ends_within_a_word() -> None:
    """Neither do those that typst would part by itself, as before the second syllable of this."""
    word = "ผู้เข้าร่วม"
    assert THAI.words(word * 2) == [word] * 2
    pages = texts(report_of(project(1, word * 300)))
    lines = [line for page in pages for line in page.splitlines() if word * 2 in line]
    assert len(lines) > 10
    for line in lines:
        assert re.match(rf"(?:ผลการดำเนินงาน \S+ : )?(?:{word})+(?:\s|$)", line), line


def test_what_has_no_end_stays_on_the_page() -> None:
    """A line of paper between its margins has room for no more than so many letters."""
    pages = texts(report_of(project(1, "https://example.org/" + "x" * 900, "ก" * 900)))
    lines = [line for page in pages for line in page.splitlines() if "xx" in line or "กก" in line]
    assert len(lines) > 15
    assert max(map(len, lines)) < 140
    assert joined(pages).count("x") == 901
    assert joined(pages).count("ก" * 100) >= 1


@pytest.mark.parametrize(
    "text",
    [
        '#pagebreak() #image("/etc/passwd")',
        "$a$ *ดอกไม้* _b_ `c` [d] \\ // @x <project-0> {1+1}",
        '"); panic("',
        "= หัวข้อ #1 #2",
    ],
)
def test_what_an_officer_writes_stays_text(text: str) -> None:
    one = project(1, text, text)
    named = replace(
        one, now=replace(one.now, unit=text, recorded=replace(one.now.recorded, name=text))
    )
    found = joined(texts(report_of(named)))
    assert found.count("".join(text.split())) == 6


def test_figures_have_thai_digits_and_the_words_of_officers_keep_theirs() -> None:
    wording = Wording("th", thai_digits=True)
    pages = texts(report_of(project(1, "ปลูกต้นไม้ 30 ต้น")), wording)
    text = "\n".join(pages)
    assert pages[0].rstrip().endswith("หน้า ๑ จาก ๓")
    assert "วันที่ ๒๐ ตุลาคม พ.ศ. ๒๕๖๖" in text
    assert "ตุลาคม ๒๕๖๕ ๑๐ ทันกำหนด ๒๓/๑๐/๒๕๖๕" in text
    assert "ปลูกต้นไม้ 30 ต้น" in re.sub(r"ไม้(?=30)", "ไม้ ", text)
    assert "๒๓/๑๐/๒๕๖๕ : ปลูก" in text
    assert "50970000-0001" in text


def test_what_we_say_of_corrections_and_indicators_has_thai_digits_throughout() -> None:
    one = project(1)
    months = tuple(
        replace(month, entries=tuple(replace(each, after_lock=True) for each in month.entries))
        for month in one.now.months
    )
    mark = FigureMark(None, 4, Decimal(1), False, Decimal(90), "นับ 1 ควรเป็น 90")
    corrected = replace(one, now=replace(one.now, months=months, figure_marks=(mark,)))
    trees = Indicator("จำนวนต้นไม้", measure="ต้น", target="1,200", actual="ราว 30")
    of_unit = UnitIndicator("50970000", "สำนักงานเขตบางตะเภา", 2566, trees)
    report = report_of(corrected)
    assert isinstance(report.about, ManyProjects)
    about = replace(report.about, indicators=(of_unit,))
    text = "\n".join(texts(replace(report, about=about), Wording("th", thai_digits=True)))
    assert "บันทึกหลังปิดรับเดือนตุลาคม ๒๕๖๕: ร้อยละ ๑๐" in text
    assert "แก้ไขคะแนน สยป. ไตรมาสที่ ๔: ๑ เป็น ๙๐" in text
    assert "เหตุผลที่แก้ไข: นับ 1 ควรเป็น 90" in text
    assert "ค่าเป้าหมาย ต้น: ๑,๒๐๐" in text
    assert "ผลงาน ต้น: ราว 30" in text


def test_the_same_report_gives_the_same_bytes_with_its_fonts_in_it() -> None:
    first, second = (pdf_of(report_of(project(1))) for _ in range(2))
    assert first == second
    fonts = set(re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", first))
    assert {b"Sarabun-Regular", b"Sarabun-Bold"} <= fonts
    assert first.count(b"/FontFile") == first.count(b"/FontDescriptor ") > 0


def test_a_unit_without_projects_says_so(office: Engine) -> None:
    (page,) = pages_of(printed(office, Scope(Quarter(2560, 1), "50970000"), THAI, today=TODAY))
    assert "ไม่มีโครงการในช่วงเวลานี้" in page
    assert "สำนักงานเขตบางตะเภา" in page


def test_the_curve_of_a_quarter_says_nothing_of_later_months(office: Engine) -> None:
    with reading(office) as tx:
        report = read_report(tx, Scope(Quarter(2566, 3)), today=TODAY)
    assert isinstance(report, Report)
    content = report_content(report, THAI, today=TODAY)
    for part in content["projects"]:
        assert {one["percent"] for one in part["curve"]["months"][9:]} == {None}
        assert not any(end > 9 for _, end in part["curve"]["gaps"])


def test_the_quarter_before_is_the_one_that_a_quarter_for_itself_would_read(
    office: Engine,
) -> None:
    """Twelve months read at once and narrowed are the same as three read alone."""
    with reading(office) as tx:
        now, before = (
            read_report(tx, Scope(Quarter(2566, number)), today=TODAY) for number in (4, 3)
        )
    assert isinstance(now, Report)
    assert isinstance(before, Report)
    then = {one.now.recorded.code: one.now for one in before.projects}
    compared = [one for one in now.projects if one.now.recorded.code in then]
    assert len(compared) == 11
    for one in compared:
        assert one.before is not None
        alone = then[one.now.recorded.code]
        assert (one.before.start, one.before.end) == (alone.start, alone.end)
        assert one.before.months == alone.months


def test_a_year_has_its_twelve_months(office: Engine) -> None:
    projects = projects_of(lines_of(office, Scope(FiscalYear(2566))))
    assert len(projects) == 12
    assert all(len(one.months) == 12 for one in projects)


def test_the_months_of_a_year_are_in_their_order(office: Engine) -> None:
    lines = lines_of(office, Scope(FiscalYear(2566)))
    begin = lines.index("เดือน ทันกำหนด ล่าช้า ยังไม่รายงาน ไม่ต้องรายงาน") + 1
    months = [iso_month(" ".join(line.split()[:2])) for line in lines[begin : begin + 12]]
    assert months == [str(month) for month in fiscal_months(2566)]


def test_one_project_has_its_page_and_its_year(office: Engine) -> None:
    text = "\n".join(
        pages_of(printed(office, Scope(OneProject("50970000-0004")), THAI, today=TODAY))
    )
    assert "โครงการทางเท้าเรียบ (50970000-0004)" in text
    assert "แก้ไขหลังปิดรับเดือนกันยายน 2566 (ฉบับที่ 2): ร้อยละ 70 เป็น 75" in text
    assert "กันยายน 2566 75 ทันกำหนด 18/10/2566" in text


def test_a_report_in_english_has_the_same_parts(office: Engine) -> None:
    pages = pages_of(printed(office, Scope(QUARTER), Wording("en"), today=date(2023, 10, 20)))
    assert "Progress report of projects" in pages[0]
    assert "20 October 2023" in pages[0]
    assert pages[-1].rstrip().endswith(f"Page {len(pages)} of {len(pages)}")
