from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.outcome import Field, Reason, Remark
from handlers.imports.page_options import PageOptions
from handlers.imports.project_page import ProjectPage
from handlers.thai.text import Fault
from storage.periods import Quarter
from storage.records import Content, Evaluation, ImportedReport, Indicator
from tests.imports.desk import STRIPPED, page_text, read, read_project, refusals

FULL = page_text("full.txt")
SHORT = page_text("stripped.txt")


def line_number(text: str, line: str) -> int:
    return text.split("\n").index(line) + 1


def without(text: str, *lines: str) -> str:
    kept = text
    for line in lines:
        assert f"{line}\n" in kept
        kept = kept.replace(f"{line}\n", "", 1)
    return kept


def swapped(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


# --- what a page says ---------------------------------------------------------------------------


def test_the_full_page_tells_code_name_unit_and_year() -> None:
    page = read_project(FULL)
    assert (page.code, page.head.fiscal_year) == ("50990000-3561", 2566)
    assert page.head.name == "8.11 โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2)"
    assert (page.unit_code, page.unit) == ("50990000", "สำนักงานเขตทุ่งทอง")


def test_texts_of_several_lines_keep_their_lines() -> None:
    page = read_project(FULL)
    assert page.rationale.split("\n") == [
        "- คลองในพื้นที่ตื้นเขิน การระบายน้ำไม่ทัน",
        "ด้านที่ ๑ ของแผนเดิมกล่าวถึงเรื่องนี้แล้ว",
        "จึงต้องดำเนินการขุดลอกจำนวน 3 คลอง",
    ]
    assert page.log[-1].content.narrative == (
        "ขุดลอกคลองที่สองแล้วเสร็จ\n- ระยะทาง 900 เมตร\n- ตรวจรับแล้ว"
    )
    assert page.log[-1].content.problems == "ฝนตกต่อเนื่อง\nเรือขุดเข้าไม่ได้สองวัน"


def test_the_responsible_line_stays_free_text() -> None:
    assert read_project(FULL).responsible == "หัวหน้าฝ่ายโยธา โทร. 0 2000 1861 ต่อ 3"


def test_entries_come_oldest_first_those_of_one_day_too() -> None:
    entries = [(one.reported_on, one.text_date) for one in read_project(FULL).log]
    assert entries == [
        (date(2023, 5, 24), date(2023, 5, 24)),
        (date(2023, 5, 24), None),
        (date(2023, 6, 21), date(2023, 6, 21)),
    ]


def test_an_entry_without_a_date_and_without_answers_is_kept_whole() -> None:
    assert read_project(FULL).log[1] == ImportedReport(
        Content(Decimal(45), "เพิ่มงบประมาณที่ใช้ไป (งวดที่ 1)", None, None),
        date(2023, 5, 24),
        None,
    )


def test_the_printed_score_says_that_its_quarter_is_only_the_printed_one() -> None:
    assert read_project(FULL).evaluations == (
        Evaluation(Quarter(2566, 3), Decimal(100), AS_PRINTED),
    )


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("ไตรมาสที่ 1", []),
        ("", []),
        ("ไตรมาสที่ 3 100", [(3, 100)]),
        ("ไตรมาสที่ 1 100.0000", [(1, 100)]),
        ("ไตรมาสที่ 4 : 0.0000", [(4, 0)]),
        ("ไตรมาสที่ ๒ ๙๕", [(2, 95)]),
        ("ไตรมาสที่ 2\n95", [(2, 95)]),
    ],
)
def test_a_score_is_read_in_every_form_and_none_is_invented(
    printed: str, expected: list[tuple[int, int | None]]
) -> None:
    page = read_project(swapped(FULL, "ไตรมาสที่ 3 100.0000", printed))
    scores = [(one.quarter.number, one.score and int(one.score)) for one in page.evaluations]
    assert scores == expected


def test_a_linked_indicator_keeps_the_words_among_its_figures() -> None:
    assert read_project(FULL).indicators == (
        Indicator(
            "๑.๒ จำนวนคลองที่น้ำไหลสะดวก",
            measure="คลอง",
            target="3",
            actual="2",
            kind="ตัวชี้วัดเชิงยุทธศาสตร์",
            level="ตัวชี้วัดระดับผลผลิต (output)",
        ),
        Indicator(
            "ร้อยละของประชาชนที่พึงพอใจ",
            measure="ร้อยละ : 20 ของประชาชนที่ทำการสำรวจ",
            target="80",
            actual="คน : 15",
            kind="ตัวชี้วัดงานประจำ",
            level="ตัวชี้วัดระดับผลลัพธ์ (outcome)",
        ),
    )


def test_the_stripped_page_is_known_by_the_places_of_its_texts() -> None:
    page = read_project(SHORT, STRIPPED)
    assert page.rationale.startswith("ชุมชนในพื้นที่เขต")
    assert page.division_code == "50991000"
    assert (page.objectives, page.targets) == ("ให้ผู้สูงอายุมีที่ออกกำลังกาย", "ลานกีฬา 4 แห่ง")
    assert page.strategy == (
        "ด้านที่ ๓ – มหานครสุขภาพดี : Healthy City",
        "๓.๑ - การส่งเสริมสุขภาพ",
        "๓.๑.๒ ผู้สูงอายุได้รับการส่งเสริมการดำเนินชีวิตและการเข้าถึงบริก",
        "๓.๑.๑.๑ ประชาชนออกกำลังกายสม่ำเสมอ",
    )
    assert [one.content.percent for one in page.log] == [40, 50, 75]
    assert page.evaluations == ()


def test_blank_lines_between_the_lines_change_nothing() -> None:
    assert read_project(SHORT.replace("\n", "\n\n \n"), STRIPPED) == read_project(SHORT, STRIPPED)
    assert read_project(FULL.replace("\n\n", "\n")) == read_project(FULL)


def test_headings_put_into_a_stripped_page_say_what_its_texts_are() -> None:
    told = swapped(SHORT, "ให้ผู้สูงอายุมี", "วัตถุประสงค์ของโครงการ\nข้อ 1\nข้อ 2\nให้ผู้สูงอายุมี")
    told = swapped(told, "ลานกีฬา 4 แห่ง", "เป้าหมายของโครงการ\nลานกีฬา 4 แห่ง")
    told = swapped(told, "ด้านที่ ๓", "สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ\nด้านที่ ๓")
    page = read_project(told, STRIPPED)
    assert page.objectives == "ข้อ 1\nข้อ 2\nให้ผู้สูงอายุมีที่ออกกำลังกาย"
    assert page.strategy == read_project(SHORT, STRIPPED).strategy


@pytest.mark.parametrize(
    ("unit_line", "unit"),
    [
        ("สำนักงานเขตทุ่งทอง : (2566)", "สำนักงานเขตทุ่งทอง"),
        ("สำนักงานเขตทุ่งทอง : (๒๕๖๖)", "สำนักงานเขตทุ่งทอง"),
        ("** กองงานสวน สํานักรุ้งทอง : (2566)", "กองงานสวน สำนักรุ้งทอง"),
        ("สำนักงานเขตทุ่งทอง : ()", "สำนักงานเขตทุ่งทอง"),
        ("สำนักงานเขตทุ่งทอง :", "สำนักงานเขตทุ่งทอง"),
        ("สำนักงานเขตทุ่งทอง", "สำนักงานเขตทุ่งทอง"),
    ],
)
def test_a_unit_line_is_read_with_its_year_or_without(unit_line: str, unit: str) -> None:
    text = swapped(FULL, "สํานักงานเขตทุ่งทอง : (2566)", unit_line)
    page = read_project(text, PageOptions(year="2566"))
    assert (page.unit, page.head.fiscal_year) == (unit, 2566)


def test_a_percent_in_thai_digits_counts() -> None:
    text = swapped(FULL, "ร้อยละ 60.00 (2023-06-21)", "ร้อยละ ๖๐.๕๐ (๒๐๒๓-๐๖-๒๑)")
    assert read_project(text).log[-1].content.percent == Decimal("60.5")


def test_a_page_without_strategy_log_and_indicators_is_a_page() -> None:
    head = SHORT.split("ด้านที่ ๓")[0]
    page = read_project(head, STRIPPED)
    assert (page.strategy, page.log, page.indicators) == ((), (), ())


# --- repairs and remarks ------------------------------------------------------------------------


def test_every_repair_is_told_with_its_line_and_field() -> None:
    _, found = read(FULL)
    told = {(one.place.line, one.field, one.kind) for one in found.repaired}
    lines = FULL.split("\n")
    at = {
        start: next(n for n, line in enumerate(lines, 1) if line.startswith(start))
        for start in ("สํานัก", "จึงต้อง", "2. เพื่อ", "คลอง 3", "เป้าหมายที่ ๑")
    }
    assert told == {
        (at["สํานัก"], Field.UNIT, Fault.DECOMPOSED_SARA_AM),
        (at["จึงต้อง"], Field.RATIONALE, Fault.DOUBLED_SARA_AM),
        (at["จึงต้อง"], Field.RATIONALE, Fault.LOST_NIKHAHIT),
        (at["2. เพื่อ"], Field.OBJECTIVES, Fault.CUT_TEXT),
        (at["คลอง 3"], Field.TARGETS, Fault.STRAY_MARK),
        (at["เป้าหมายที่ ๑"], Field.STRATEGY, Fault.CUT_TEXT),
    }


def test_a_percent_sign_after_a_figure_or_in_a_narrative_is_no_cut() -> None:
    assert "ร้อยละ 80%" in read_project(FULL).objectives
    page = read_project(swapped(FULL, "- ตรวจรับแล้ว", "- ตรวจรับงวดที่หนึ่งแล้%"))
    assert page.log[-1].content.narrative.endswith("แล้%")


def test_a_page_without_a_name_is_remarked() -> None:
    page, found = read(SHORT, PageOptions(code="50990000-3700", year="2566"))
    assert page is not None
    assert [(one.remark, one.about) for one in found.remarks] == [
        (Remark.NAME_MISSING, "50990000-3700")
    ]


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("โครงการ ร้อยละ 60.00", "โครงการ ร้อยละ 55.00", Remark.PROGRESS_DIFFERS),
        ("\n60.00\n", "\n15\n", Remark.PROGRESS_DIFFERS),
    ],
)
def test_a_progress_that_is_not_the_newest_entrys_is_remarked(
    old: str, new: str, remark: Remark
) -> None:
    _, found = read(swapped(FULL, old, new))
    assert remark in {one.remark for one in found.remarks}


def test_a_progress_without_any_entry_is_remarked() -> None:
    _, found = read(SHORT.split("(1)")[0], STRIPPED)
    assert [one.remark for one in found.remarks] == [Remark.PROGRESS_WITHOUT_ENTRY]
    _, found = read(swapped(SHORT.split("(1)")[0], "ร้อยละ 75", "ร้อยละ 0"), STRIPPED)
    assert found.remarks == []


# --- refusals -----------------------------------------------------------------------------------


def test_a_stripped_page_needs_its_code() -> None:
    assert refusals(SHORT) == [(Reason.NO_CODE, None)]


def test_the_entries_tell_the_year_of_a_page_where_nothing_else_does() -> None:
    page, found = read(SHORT, PageOptions(code="50990000-3700"))
    assert isinstance(page, ProjectPage)
    assert page.head.fiscal_year == 2566
    assert Remark.YEAR_OF_LOG in [one.remark for one in found.remarks]


def test_a_page_whose_entries_lie_in_two_years_needs_its_year() -> None:
    two_years = swapped(SHORT, "(2023-09-20)", "(2023-10-02)")
    assert refusals(two_years, PageOptions(code="50990000-3700")) == [(Reason.NO_YEAR, None)]


@pytest.mark.parametrize(
    "options",
    [PageOptions(code="5099-37"), PageOptions(code="สวน"), PageOptions(year="2023")],
)
def test_an_option_that_is_no_code_or_year_is_refused(options: PageOptions) -> None:
    assert (Reason.BAD_OPTION, None) in refusals(FULL, options)


@pytest.mark.parametrize(
    "options",
    [
        PageOptions(code="50990000-9999"),
        PageOptions(year="2565"),
        PageOptions(name="โครงการอื่น"),
    ],
)
def test_an_option_that_contradicts_the_page_is_refused(options: PageOptions) -> None:
    assert [reason for reason, _ in refusals(FULL, options)] == [Reason.OPTION_DIFFERS]


def test_options_that_say_what_the_page_says_are_fine() -> None:
    options = PageOptions("๕๐๙๙๐๐๐๐-๓๕๖๑", "8.11  โครงการคลองใส ไหลดี (รักษารอบ : ระยะที่ 2)", "2566")
    assert read_project(FULL, options) == read_project(FULL)


SEPARATOR = "------------------&&&--------------------"


@pytest.mark.parametrize(
    ("old", "new", "reason", "at"),
    [
        (
            "(1) ความคืบหน้าโครงการฯ ร้อยละ 75.00",
            "(1) ความคืบหน้าโครงการฯ ร้อยละ 175",
            Reason.BAD_PERCENT,
            13,
        ),
        (
            "(1) ความคืบหน้าโครงการฯ ร้อยละ 75.00",
            "(1) ความคืบหน้าโครงการฯ ร้อยละ มาก",
            Reason.BAD_PERCENT,
            13,
        ),
        (
            "(1) ความคืบหน้าโครงการฯ ร้อยละ 75.00",
            "(1) ความคืบหน้าโครงการฯ ร้อยละ 75.125",
            Reason.BAD_PERCENT,
            13,
        ),
        ("(2023-09-20)", "(2023-02-30)", Reason.BAD_DATE, 13),
        ("(2023-09-20)", "", Reason.BAD_DATE, 13),
        ("(2023-09-20)", "(2566-09-20)", Reason.BAD_DATE, 13),
        ("(2) ความคืบหน้า", "(4) ความคืบหน้า", Reason.COUNTER_JUMPS, 18),
        ("50991000/50991000", "50991000/50991100", Reason.NOT_UNDERSTOOD, 6),
        ("ไตรมาสที่ 1\n", "ไตรมาสที่ 5 100\n", Reason.BAD_QUARTER, 4),
        ("ไตรมาสที่ 1\n", "ไตรมาสที่ 1 ดีมาก\n", Reason.BAD_NUMBER, 4),
        ("ไตรมาสที่ 1\n", "ยังไม่ประเมิน\n", Reason.NOT_UNDERSTOOD, 4),
        ("ลานกีฬา 4 แห่ง\n", "ลานกีฬา 4 แห่ง\nสวน 1 แห่ง\n", Reason.GOALS_UNCLEAR, 9),
        ("ลานกีฬา 4 แห่ง\n", "", Reason.GOALS_UNCLEAR, 7),
        (f"{SEPARATOR}\nตัวชี้วัด", "ตัวชี้วัด", Reason.SEPARATOR_MISSING, 27),
        (
            "ดูโครงการแผนปีฯ : พิมพ์ข้อมูล\n*** สยป. ประเมินโครงการ : ไตรมาสที่ 1\n",
            "",
            Reason.OUT_OF_PLACE,
            4,
        ),
        (f"{SEPARATOR}\n(2)", f"{SEPARATOR}\nเส้นทางที่หายไป\n(2)", Reason.NOT_UNDERSTOOD, 18),
        ("(1) ความคืบหน้าโครงการฯ ร้อยละ 75.00 (2023-09-20)\n", "", Reason.OUT_OF_PLACE, 14),
        ("50991000/50991000\n", "", Reason.OUT_OF_PLACE, 12),
        ("(รายไตรมาส) **\n", "(รายไตรมาส) **\nรอผล\n", Reason.NOT_UNDERSTOOD, 33),
        ("แห่ง : 4\n", "แห่ง : 4\nเพิ่มเติม\n", Reason.NOT_UNDERSTOOD, 30),
        ("ตัวชี้วัดระดับผลผลิต (output)\n", "ตัวชี้วัดระดับผลผลิต (output)\nดี\n", Reason.NOT_UNDERSTOOD, 32),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(
    old: str, new: str, reason: Reason, at: int
) -> None:
    assert refusals(swapped(SHORT, old, new), STRIPPED) == [(reason, at)]


def test_all_faults_of_a_page_are_told_at_once() -> None:
    text = swapped(SHORT, "(2023-09-20)", "(2023-02-30)")
    text = swapped(text, "ร้อยละ 50.00", "ร้อยละ 150.00")
    assert [reason for reason, _ in refusals(text)] == [
        Reason.BAD_DATE,
        Reason.BAD_PERCENT,
        Reason.NO_CODE,
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "สวัสดี", "ไม่มีอะไร\nที่นี่"])
def test_a_file_that_is_no_page_is_refused(text: str) -> None:
    assert refusals(text) == [(Reason.NO_KNOWN_CONTENT, None)]


def test_a_page_cut_off_before_its_progress_is_refused() -> None:
    assert (Reason.PROGRESS_MISSING, None) in refusals(FULL.split("ความคืบหน้าโครงการ ร้อยละ")[0])


def test_unknown_lines_above_the_name_are_refused() -> None:
    text = swapped(FULL, "Back Home", "กรุณาเข้าสู่ระบบ")
    assert refusals(text) == [(Reason.NOT_UNDERSTOOD, line_number(text, "กรุณาเข้าสู่ระบบ"))]


def test_a_lone_indicator_line_in_a_closed_entry_is_part_of_its_text() -> None:
    text = swapped(SHORT, "ผู้รับจ้างส่งของล่าช้า", "ล่าช้า\nตัวชี้วัด : ไม่ผ่าน")
    assert read_project(text, STRIPPED).log[-1].content.problems == "ล่าช้า\nตัวชี้วัด : ไม่ผ่าน"


def test_separators_between_entries_may_be_missing() -> None:
    text = without(SHORT, SEPARATOR)
    assert read_project(text, STRIPPED) == read_project(SHORT, STRIPPED)
