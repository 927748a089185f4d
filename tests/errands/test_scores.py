"""An evaluator scores the units of their grant and those below, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select

from storage.db import transaction
from storage.page_log import add_imported
from storage.people import grant_role
from storage.periods import Quarter
from storage.projects import find_project, save_project
from storage.records import Content, Evaluation, ImportedReport, ProjectFacts, Role, Unit
from storage.tables import evaluation_revision, outbox, role_grant
from tests.errands.desk import CITY, PARKS, WORKS, Desk

JANUARY = datetime(2027, 1, 15, 3, tzinfo=UTC)
Q1 = Quarter(2570, 1)


@pytest.fixture(name="desk")
def city(database: Engine) -> Desk:
    """Two projects of the works, one of the parks, and an evaluator of the works."""
    desk = Desk(database, now=JANUARY)
    desk.hire("มาลี", 1, 2)
    desk.hire("ปรีชา", 3, unit=PARKS)
    evaluator(desk, "สมชาย", WORKS)
    return desk


def evaluator(desk: Desk, name: str, *units: Unit) -> None:
    number = desk.hire(name)
    with transaction(desk.engine) as tx:
        for unit in units:
            grant_role(tx, person_id=number, role=Role.EVALUATOR, unit_code=unit.code)


def scores(desk: Desk, code: str) -> tuple[Evaluation, ...]:
    with transaction(desk.engine) as tx:
        found = find_project(tx, code)
    assert found is not None
    return found[1].evaluations


def test_the_walk_ends_with_the_units_of_the_grant(desk: Desk) -> None:
    (first,) = desk.tell("สมชาย", "/score")
    assert "2 โครงการ" in first
    assert "โครงการที่ 1" in first
    (second,) = desk.tell("สมชาย", "100", "ไม่มี")
    assert "โครงการที่ 2" in second
    (end,) = desk.tell("สมชาย", "95", "ไม่มี")
    assert "ครบทุกโครงการ" in end
    assert scores(desk, "04160000-0002") == (Evaluation(Q1, Decimal(95)),)
    assert scores(desk, "05160000-0003") == ()


def test_a_project_of_another_unit_is_not_found(desk: Desk) -> None:
    for words in ("/score 2570Q1 05160000-0003", "/score 2570Q1 โครงการที่ 3"):
        (said,) = desk.tell("สมชาย", words)
        assert "ไม่พบโครงการ" in said
    (said,) = desk.press("สมชาย", f"0.score.2570Q1.{desk.projects[3]}")
    assert "ไม่พบโครงการ" in said
    (said,) = desk.press("สมชาย", f"0.score.2570Q1.{'9' * 20}")
    assert "ไม่พบโครงการ" in said
    assert scores(desk, "05160000-0003") == ()


@pytest.mark.parametrize("words", ["ไตรมาส 1/2570", "1/70", "2570/1"])
def test_a_quarter_in_other_words_is_the_same(desk: Desk, words: str) -> None:
    assert desk.tell("สมชาย", f"/score {words}") == desk.tell("สมชาย", "/score 2570Q1")


def test_words_that_name_no_quarter_are_offered_the_nearest(desk: Desk) -> None:
    (said,) = desk.tell("สมชาย", "/score ไตรมาสหน้า")
    assert "มีโครงการของท่านคือ ไตรมาสที่ 1/2570" in said


def test_the_quarter_offered_has_projects_of_the_evaluators_own_units(desk: Desk) -> None:
    with transaction(desk.engine) as tx:
        save_project(tx, ProjectFacts("05160000-0066", "โครงการเก่า", PARKS.code, 2566))
    (said,) = desk.tell("สมชาย", "/score 2566Q4")
    assert "ไม่มีโครงการของไตรมาส 2566Q4" in said
    assert "มีโครงการของท่านคือ ไตรมาสที่ 1/2570" in said


def test_an_evaluator_of_the_city_walks_through_all_of_it_once(desk: Desk) -> None:
    evaluator(desk, "สมหญิง", CITY, WORKS)
    (first,) = desk.tell("สมหญิง", "ให้คะแนน")
    assert "3 โครงการ" in first


@pytest.mark.parametrize("name", ["มาลี", "ผู้ดูแล"])
def test_nobody_else_scores(desk: Desk, name: str) -> None:
    if name == "ผู้ดูแล":
        desk.hire(name, supervises=CITY)
    for said in (desk.tell(name, "/score"), desk.press(name, "0.score.2570Q1")):
        assert "เป็นของผู้ประเมิน" in said[0]


def test_whoever_is_no_evaluator_any_more_files_nothing(desk: Desk) -> None:
    desk.tell("สมชาย", "/score", "95")
    with transaction(desk.engine) as tx:
        tx.execute(role_grant.delete().where(role_grant.c.role == "evaluator"))
    (said,) = desk.tell("สมชาย", "ไม่มี")
    assert "จึงไม่ได้บันทึก" in said
    assert scores(desk, "04160000-0001") == ()


def test_a_score_that_only_stands_on_a_page_is_still_to_be_given(desk: Desk) -> None:
    printed = Evaluation(Q1, Decimal(100), "quarter_as_printed")
    with transaction(desk.engine) as tx:
        found = find_project(tx, "04160000-0001")
        assert found is not None
        facts = ProjectFacts(
            found[1].code, found[1].name, found[1].unit_code, 2570, evaluations=(printed,)
        )
        save_project(tx, facts)
    (first,) = desk.tell("สมชาย", "/score")
    assert "โครงการที่ 1" in first
    desk.tell("สมชาย", "80", "ไม่มี")
    assert scores(desk, "04160000-0001") == (Evaluation(Q1, Decimal(80)),)
    with transaction(desk.engine) as tx:
        rows = tx.execute(select(evaluation_revision).order_by(evaluation_revision.c.id)).all()
    assert [(row.revision, row.score, row.person_id) for row in rows] == [
        (1, Decimal(100), None),
        (2, Decimal(80), desk.people["สมชาย"]),
    ]


def test_a_scored_project_is_corrected_with_a_reason(desk: Desk) -> None:
    desk.tell("สมชาย", "/score", "100", "ไม่มี", "พัก", "ยกเลิก")
    (asked,) = desk.tell("สมชาย", "/score 2570Q1 0001", "90", "ไม่มี")
    assert "แก้คะแนนจาก 100 เป็น 90 เพราะเหตุใด" in asked
    desk.tell("สมชาย", "นับผิด")
    with transaction(desk.engine) as tx:
        rows = tx.execute(select(evaluation_revision).order_by(evaluation_revision.c.id)).all()
    assert [(row.score, row.reason) for row in rows] == [(100, ""), (90, "นับผิด")]
    assert len({row.inbox_id for row in rows}) == 2


def test_a_quarter_where_somebody_stopped_comes_first_and_then_one_is_chosen(desk: Desk) -> None:
    desk.tell("สมชาย", "/score", "[ข้าม]", "ข้าม", "ยกเลิก")
    desk.wait(days=80)  # the second quarter is over
    (first,) = desk.tell("สมชาย", "/score")
    assert "ไตรมาสที่ 1/2570" in first
    assert "โครงการที่ 2" in first
    assert "ไตรมาสอื่นที่ยังให้คะแนนไม่ครบ: 2570Q2" in first
    (end,) = desk.tell("สมชาย", "ข้าม")
    assert "ยังมีที่ไม่ได้ให้คะแนน 2 โครงการ" in end
    (choose,) = desk.tell("สมชาย", "/score")
    lines = choose.splitlines()
    assert lines[0].startswith("ยังให้คะแนนไม่ครบ 2 ไตรมาส")
    assert [line for line in lines if line.startswith("•")] == [
        "• ไตรมาสที่ 2/2570 (ม.ค.–มี.ค. 2570): เหลือ 2 โครงการ",
        "• ไตรมาสที่ 1/2570 (ต.ค.–ธ.ค. 2569): เหลือ 2 โครงการ",
    ]
    (later,) = desk.press("สมชาย", "0.score.2570Q2")
    assert "ไตรมาสที่ 2/2570" in later
    assert "ไตรมาสอื่น" not in later


def test_of_many_quarters_the_newest_and_the_oldest_are_offered(desk: Desk) -> None:
    with transaction(desk.engine) as tx:
        for year in (2567, 2569):
            facts = ProjectFacts(f"04160000-{year}", f"โครงการปี {year}", WORKS.code, year)
            save_project(tx, facts)
    (choose,) = desk.tell("สมชาย", "/score")
    assert "ยังให้คะแนนไม่ครบ 9 ไตรมาส" in choose
    assert "ถ้าเป็นไตรมาสอื่น พิมพ์ “ให้คะแนน” ตามด้วยไตรมาส" in choose
    with transaction(desk.engine) as tx:
        payload = tx.scalars(select(outbox.c.payload).order_by(outbox.c.id.desc())).first()
    assert payload is not None
    offered = [(one["label"], one["data"]) for one in json.loads(payload)["choices"]]
    assert offered == [
        ("ไตรมาส 1/2570", "0.score.2570Q1"),
        ("ไตรมาส 4/2569", "0.score.2569Q4"),
        ("ไตรมาส 3/2569", "0.score.2569Q3"),
        ("ไตรมาส 1/2567", "0.score.2567Q1"),
    ]
    (oldest,) = desk.press("สมชาย", "0.score.2567Q1")
    assert "โครงการปี 2567" in oldest


def test_a_quarter_that_is_scored_is_not_offered(desk: Desk) -> None:
    given = tuple(Evaluation(Quarter(2569, number), Decimal(100), "") for number in range(1, 4))
    with transaction(desk.engine) as tx:
        for code, evaluations in (("04160000-0091", given), ("04160000-0092", given[:2])):
            facts = ProjectFacts(code, "โครงการปีก่อน", WORKS.code, 2569, evaluations=evaluations)
            save_project(tx, facts)
    (choose,) = desk.tell("สมชาย", "/score")
    assert [line.rpartition(": ")[2] for line in choose.splitlines() if line.startswith("•")] == [
        "เหลือ 2 โครงการ",
        "เหลือ 2 โครงการ",
        "เหลือ 1 โครงการ",
    ]
    desk.press("สมชาย", "0.score.2569Q3")
    desk.tell("สมชาย", "100", "ไม่มี")
    (choose,) = desk.tell("สมชาย", "/score")
    assert "2 ไตรมาส" in choose
    assert "3/2569" not in choose


def test_a_project_that_goes_on_keeps_the_latest_quarter_open(desk: Desk) -> None:
    """It is of the year before, was reported on in the quarter, and is the last without a score."""
    desk.tell("สมชาย", "/score", "100", "ไม่มี", "100", "ไม่มี")
    with transaction(desk.engine) as tx:
        old = save_project(tx, ProjectFacts("04160000-0066", "โครงการต่อเนื่อง", WORKS.code, 2569)).id
        words = Content(Decimal(90), "งวดสุดท้าย", None, None)
        add_imported(tx, old, [ImportedReport(words, date(2026, 11, 20), None)])
    (choose,) = desk.tell("สมชาย", "/score")
    assert "• ไตรมาสที่ 1/2570 (ต.ค.–ธ.ค. 2569): เหลือ 1 โครงการ" in choose
