from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from handlers.exports.page import write_page
from handlers.exports.register import export_page
from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.merging import facts_of_page
from handlers.thai import page_words
from storage.db import reading
from storage.periods import Quarter, period_of
from storage.records import (
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Report,
)
from tests.imports.desk import OPTIONS, everything, page_text, read, read_project, take, take_page

CODE = "50990000-0001"
PLAIN = ProjectFacts(CODE, "โครงการคลองใส", "50990000", 2566)

# --- any record ---------------------------------------------------------------------------------

# Neither database takes half a character or a NUL, and a CR is a line's end in any text.
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
PRINTED = st.sampled_from(
    [
        *(
            word
            for key, word in vars(page_words).items()
            if key.isupper() and isinstance(word, str)
        ),
        *(line for name in ("full.txt", "indicator.txt") for line in page_text(name).split("\n")),
        *(
            "ไม่มี",
            "-",
            "29/09/2566 : ก",
            '\\"ก"',
            "ดำาเนินการ",
            "สํานัก",
            "ก%",
            "|",
            ":",
            "**",
            "0",
            " ",
        ),
        *("ไตรมาสที่ 1 : 100", "(2) ความคืบหน้าโครงการฯ ร้อยละ 5 (2023-01-01)", "50990000/50990000"),
        *("ก : 50990000-0002", "ก : 5099-0001", "ตัวชี้วัด : ก : 5099-0001", "ค่าเป้าหมาย า : 1", "า"),
    ]
)
TEXTS = st.lists(st.one_of(ANY, PRINTED), max_size=4).map("\n".join)
NAMES = st.one_of(ANY, PRINTED, TEXTS).filter(bool)
FIGURES = st.decimals(-(10**9), 10**9, places=2)
AMOUNTS = st.none() | st.decimals(0, 10**9, places=2)
SCORES = st.none() | st.decimals(0, 100, places=2)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))

QUARTER_RESULTS = st.builds(
    QuarterResult,
    number=st.integers(1, 4),
    result=st.none() | FIGURES,
    score=SCORES,
    assessed=st.none() | st.tuples(FIGURES, FIGURES),
    narrative=TEXTS,
)
INDICATORS = st.builds(
    Indicator,
    name=NAMES,
    code=st.none() | st.from_regex(r"[0-9]{4}-[0-9]{3,4}", fullmatch=True),
    measure=TEXTS,
    target=TEXTS,
    actual=TEXTS,
    kind=TEXTS,
    level=TEXTS,
    definition=TEXTS,
    summary=TEXTS,
    quarters=st.lists(QUARTER_RESULTS, max_size=2, unique_by=lambda one: one.number).map(
        lambda some: tuple(sorted(some, key=lambda one: one.number))
    ),
)
EVALUATIONS = st.builds(
    Evaluation,
    quarter=st.builds(Quarter, st.integers(2560, 2570), st.integers(1, 4)),
    score=SCORES,
    note=st.one_of(TEXTS, st.just(AS_PRINTED)),
).filter(lambda one: one.score is not None or one.note != AS_PRINTED)
FACTS = st.builds(
    ProjectFacts,
    code=st.just(CODE),
    name=NAMES,
    unit_code=st.just("50990000"),
    fiscal_year=st.integers(2560, 2570),
    division_code=st.none() | st.just("50990900"),
    responsible=TEXTS,
    rationale=TEXTS,
    objectives=TEXTS,
    targets=TEXTS,
    strategy=st.lists(NAMES, max_size=3).map(tuple),
    status=st.sampled_from(ProjectStatus),
    budget=AMOUNTS,
    budget_used=AMOUNTS,
    indicators=st.lists(INDICATORS, max_size=2).map(tuple),
    evaluations=st.lists(EVALUATIONS, max_size=3, unique_by=lambda one: one.quarter).map(
        lambda some: tuple(sorted(some, key=lambda one: one.quarter))
    ),
)
REPORTS = st.builds(
    ImportedReport,
    content=st.builds(
        Content,
        percent=st.decimals(0, 100, places=2),
        narrative=TEXTS,
        problems=st.none() | st.just("ไม่มี") | TEXTS,
        obstacles=st.none() | TEXTS,
    ),
    reported_on=DAYS,
    text_date=st.none() | DAYS,
)
LOGS = st.lists(REPORTS, max_size=3).map(lambda some: sorted(some, key=lambda one: one.reported_on))


def stored(one: ImportedReport, number: int = 1) -> Report:
    return Report(
        id=number,
        project_id=1,
        period=period_of(one.reported_on),
        entry=number,
        revision=1,
        content=one.content,
        reported_on=one.reported_on,
        text_date=one.text_date,
    )


@settings(max_examples=300)
@given(facts=FACTS, log=LOGS, unit=NAMES)
def test_any_record_reads_back_as_it_was(
    facts: ProjectFacts, log: list[ImportedReport], unit: str
) -> None:
    text = write_page(facts, [stored(one, n) for n, one in enumerate(log, start=1)], unit=unit)
    page = read_project(text)
    assert page.unit == unit
    assert list(page.log) == log
    assert facts_of_page(page, None) == facts


@given(facts=FACTS, log=LOGS, unit=NAMES)
def test_nothing_is_mended_or_remarked_in_a_page_of_ours(
    facts: ProjectFacts, log: list[ImportedReport], unit: str
) -> None:
    _, found = read(
        write_page(facts, [stored(one, n) for n, one in enumerate(log, start=1)], unit=unit)
    )
    assert (found.repaired, found.remarks, found.refused) == ([], [], [])


# --- how it looks -------------------------------------------------------------------------------


def test_the_page_looks_like_the_citys_own() -> None:
    content = Content(Decimal(60), "ขุดลอกแล้ว 2 คลอง\n- ตรวจรับแล้ว", "ฝนตก\nน้ำหลาก", None)
    undated = Content(Decimal("45.5"), "เพิ่มงบประมาณที่ใช้ไป", None, "รอใบอนุญาต")
    log = [
        stored(ImportedReport(undated, date(2023, 5, 24), None)),
        stored(ImportedReport(content, date(2023, 6, 21), date(2023, 6, 20))),
    ]
    facts = replace(
        PLAIN,
        division_code="50990900",
        responsible="ฝ่ายโยธา โทร. 1861",
        rationale="คลองตื้นเขิน\nน้ำไม่ไหล",
        objectives="ให้น้ำไหลได้ 80%",
        targets="คลอง 3 สาย",
        strategy=("ด้านที่ ๑ – เมืองน้ำใส",),
        budget=Decimal("4161500.5"),
        indicators=(
            Indicator(
                "จำนวนคลอง",
                measure="คลอง",
                target="3",
                kind="ตัวชี้วัดงานประจำ",
                level="ตัวชี้วัดระดับผลผลิต (output)",
            ),
        ),
        evaluations=(Evaluation(Quarter(2566, 3), Decimal(95), AS_PRINTED),),
    )
    assert write_page(facts, log, unit="สำนักงานเขตทุ่งทอง") == (
        "ความคืบหน้าโครงการ/กิจกรรม\n"
        "โครงการคลองใส : 50990000-0001\n"
        "สำนักงานเขตทุ่งทอง : (2566)\n"
        "60\n"
        "ความคืบหน้าโครงการ ร้อยละ 60\n"
        "ฝ่ายโยธา โทร. 1861\n"
        "ดูโครงการแผนปีฯ : พิมพ์ข้อมูล\n"
        "*** สยป. ประเมินโครงการ : ไตรมาสที่ 3 95\n"
        "** สถานะโครงการ :กำลังดำเนินการ\n"
        "** งบประมาณของโครงการ :4,161,500.50\n"
        "หลักการและเหตุผล\n"
        "คลองตื้นเขิน\n"
        "น้ำไม่ไหล\n"
        "50990900/50990900\n"
        "วัตถุประสงค์ของโครงการ\n"
        "ให้น้ำไหลได้ 80%\n"
        "เป้าหมายของโครงการ\n"
        "คลอง 3 สาย\n"
        "สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ\n"
        "ด้านที่ ๑ – เมืองน้ำใส\n"
        "(1) ความคืบหน้าโครงการฯ ร้อยละ 60.00 (2023-06-21)\n"
        "20/06/2566 : ขุดลอกแล้ว 2 คลอง\n"
        "- ตรวจรับแล้ว\n"
        "** ปัญหาของโครงการ :ฝนตก\n"
        "น้ำหลาก\n"
        "** อุปสรรคของโครงการ :ไม่มี\n"
        "------------------&&&--------------------\n"
        "(2) ความคืบหน้าโครงการฯ ร้อยละ 45.50 (2023-05-24)\n"
        "เพิ่มงบประมาณที่ใช้ไป\n"
        "** ปัญหาของโครงการ :ไม่มี\n"
        "** อุปสรรคของโครงการ :รอใบอนุญาต\n"
        "------------------&&&--------------------\n"
        "ตัวชี้วัด : จำนวนคลอง\n"
        "ค่าเป้าหมาย คลอง : 3\n"
        "ผลงานที่ทำได้ คลอง :\n"
        "ประเภทตัวชี้วัด : ตัวชี้วัดงานประจำ ตัวชี้วัดระดับผลผลิต (output)\n"
        "** ผลการประเมินโครงการ (รายไตรมาส) **\n"
        "ไตรมาสที่ 3/2566 : 95 : quarter_as_printed\n"
    )


def test_only_what_would_be_misread_is_quoted() -> None:
    content = Content(Decimal(10), "หลักการและเหตุผล\nปกติ\n\n29/09/2566 : ก", "ไม่มี", "ดำาเนินการ")
    text = write_page(
        PLAIN, [stored(ImportedReport(content, date(2023, 6, 21), None))], unit="เขตทุ่งทอง"
    )
    assert [line for line in text.split("\n") if '\\"' in line] == [
        '\\"หลักการและเหตุผล"',
        '\\""',
        '** ปัญหาของโครงการ :\\"ไม่มี"',
        '** อุปสรรคของโครงการ :\\"ดำาเนินการ"',
    ]


# --- through the register -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in OPTIONS if "indicator" not in name])
def test_an_imported_page_exported_and_imported_again_changes_nothing(
    database: Engine, name: str
) -> None:
    outcome = take_page(database, name)
    before = everything(database)
    assert outcome.code is not None
    with reading(database) as tx:
        text = export_page(tx, outcome.code)
    assert text is not None
    again = take(database, text, name="exported.txt")
    assert again.refused == ()
    assert everything(database) == before


def test_there_is_no_page_of_an_unknown_project(sqlite: Engine) -> None:
    with reading(sqlite) as tx:
        assert export_page(tx, CODE) is None
