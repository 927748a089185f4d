from __future__ import annotations

from decimal import Decimal

import pytest

from handlers.imports.indicator_page import IndicatorPage
from handlers.imports.outcome import Reason
from handlers.imports.page_options import PageOptions
from storage.records import Indicator, PrintedScore, QuarterResult
from tests.imports.desk import INDICATOR, STRIPPED_INDICATOR, page_text, read, refusals

FULL = page_text("indicator.txt")
SHORT = page_text("indicator_stripped.txt")


def read_indicator(text: str, options: PageOptions = INDICATOR) -> IndicatorPage:
    page, found = read(text, options)
    assert found.refused == []
    assert isinstance(page, IndicatorPage)
    return page


def quarter(
    number: int, figures: tuple[str, str | None, str, str] | None, narrative: str = ""
) -> QuarterResult:
    if figures is None:
        return QuarterResult(number, narrative=narrative)
    result, score, first, second = figures
    return QuarterResult(
        number,
        Decimal(result),
        None if score is None else Decimal(score),
        (Decimal(first), Decimal(second)),
        narrative,
    )


def test_the_full_page_is_read_whole() -> None:
    assert read_indicator(FULL) == IndicatorPage(
        code="5099-0817",
        fiscal_year=2566,
        indicator=Indicator(
            "มิติที่ 3 (3.2) ร้อยละความสำเร็จของการให้บริการ",
            code="5099-0817",
            measure="ร้อยละ",
            target="100.0000",
            actual="56.6600",
            kind="ตัวชี้วัดงานประจำ",
            level="ตัวชี้วัดระดับผลผลิต (output)",
            definition="ความสำเร็จ หมายถึง การให้บริการตามขั้นตอนที่กำหนด",
            summary="ดำเนินการได้ตามแผน",
            quarters=(
                quarter(
                    1,
                    ("15", "100", "100", "100"),
                    "เดือนต.ค. 65-จัดเตรียมแบบรายงาน เดือนพ.ย. 65-แต่งตั้งคณะทำงาน\n- ประชุม 2 ครั้ง",
                ),
                quarter(
                    2,
                    ("1407.52", None, "95", "50"),
                    "23/01/2566 : สำรวจพื้นที่ 23/02/2566 : เสนอแผน",
                ),
                quarter(3, ("56.66", "0", "0", "0")),
                quarter(4, ("0", "0", "0", "0")),
            ),
            printed=PrintedScore(4, Decimal(0)),
        ),
    )


def test_its_unit_is_told_by_the_first_digits_of_the_code() -> None:
    assert read_indicator(FULL).unit_code == "50990000"
    assert read_indicator(FULL.replace("5099-0817", "5035-893")).unit_code == "50350000"


def test_the_stripped_page_has_its_texts_without_the_table() -> None:
    indicator = read_indicator(SHORT, STRIPPED_INDICATOR).indicator
    assert (indicator.name, indicator.code) == ("ร้อยละของชุมชน", "5099-0820")
    assert indicator.quarters == (
        quarter(1, None, "สำรวจชุมชน 4 แห่ง กิจกรรมที่ 1 : ประชุมผู้นำชุมชน"),
        quarter(2, None, "อบรมอาสาสมัคร"),
    )
    assert indicator.summary == "ครบทุกชุมชน"


@pytest.mark.parametrize(
    ("target_line", "measure", "target"),
    [
        ("ค่าเป้าหมาย ร้อยละ 30 : 100", "ร้อยละ 30", "100"),
        ("ค่าเป้าหมาย 1,200 ชุมชน : 1,200", "1,200 ชุมชน", "1,200"),
        ("ค่าเป้าหมาย ร้อยละ : 20 ของประชาชน : 80", "ร้อยละ : 20 ของประชาชน", "80"),
        ("ค่าเป้าหมาย : 5", "", "5"),
        ("ค่าเป้าหมาย ร้อยละ :", "ร้อยละ", ""),
    ],
)
def test_the_measure_stands_before_the_last_colon(
    target_line: str, measure: str, target: str
) -> None:
    indicator = read_indicator(FULL.replace("ค่าเป้าหมาย ร้อยละ : 100.0000", target_line)).indicator
    assert (indicator.measure, indicator.target) == (measure, target)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("ไตรมาสที่ 4: 85", PrintedScore(4, Decimal(85))),
        ("ไตรมาสที่ 1 100.0000", PrintedScore(1, Decimal(100))),
        ("ไตรมาสที่ 2\n95", PrintedScore(2, Decimal(95))),
        ("ไตรมาสที่ 2:", None),
    ],
)
def test_the_score_at_the_head_is_kept_apart_from_those_of_the_table(
    line: str, printed: PrintedScore | None
) -> None:
    page = read_indicator(FULL.replace("ไตรมาสที่ 4: 0.0000", line))
    assert page.indicator.printed == printed
    assert page.indicator.quarters == read_indicator(FULL).indicator.quarters
    assert read_indicator(SHORT, STRIPPED_INDICATOR).indicator.printed is None


def test_cells_of_one_row_may_stand_in_one_line() -> None:
    rows = "1\n15.00\n100.0000\n100 / 100\n2\n1,407.52\n95 / 50\n"
    assert rows in FULL
    joined = FULL.replace(rows, "1 15.00 100.0000 100 / 100\n2 1,407.52 95 / 50\n")
    assert read_indicator(joined) == read_indicator(FULL)


def test_no_such_page_prints_its_year_so_it_must_be_told() -> None:
    assert refusals(FULL) == [(Reason.NO_YEAR, None)]
    assert refusals(SHORT) == [(Reason.NO_YEAR, None), (Reason.NO_CODE, None)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("56.66\n0.0000\n0 / 0", "56.66\n0.0000", Reason.NOT_UNDERSTOOD),
        ("\n15.00\n", "\nสิบห้า\n", Reason.NOT_UNDERSTOOD),
        ("\n15.00\n", "\n15.001\n", Reason.BAD_NUMBER),
        ("\n3\n56.66", "\n2\n56.66", Reason.OUT_OF_PLACE),
        ("รายงานผลฯ ไตรมาสที่ 2", "รายงานผลฯ ไตรมาสที่ 1", Reason.OUT_OF_PLACE),
        ("รายงานผลฯ ไตรมาสที่ 2", "รายงานผลฯ ไตรมาสที่ 7", Reason.BAD_QUARTER),
        ("Back Home", "เข้าสู่ระบบ", Reason.NOT_UNDERSTOOD),
        ("\n0\n", "\n0\nรอตรวจ\n", Reason.NOT_UNDERSTOOD),
        ("ไตรมาสที่ 4: 0.0000", "ไตรมาสที่ 9: 0.0000", Reason.BAD_QUARTER),
    ],
)
def test_what_cannot_be_read_is_refused(old: str, new: str, reason: Reason) -> None:
    assert old in FULL
    assert [one for one, _ in refusals(FULL.replace(old, new, 1), INDICATOR)] == [reason]
