"""When results of indicators are taken, and from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from storage.db import transaction
from storage.owed import officers
from storage.projects import find_project, save_project
from storage.records import Indicator, ProjectStatus
from storage.tables import indicator_revision
from tests.errands.desk import Desk

DECEMBER = datetime(2026, 12, 1, 3, tzinfo=UTC)
NONE = "ไม่มีตัวชี้วัดที่ต้องรายงานผล"


@pytest.fixture(name="desk")
def office(database: Engine) -> Desk:
    desk = Desk(database, now=DECEMBER)
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    change(desk, indicators=(Indicator("จำนวนสวน", measure="แห่ง", target="4"),))
    return desk


def change(desk: Desk, **changes: Any) -> None:
    with transaction(desk.engine) as tx:
        found = find_project(tx, "04160000-0001")
        assert found is not None
        save_project(tx, replace(found[1], **changes))


def result(desk: Desk, number: int) -> Decimal | None:
    with transaction(desk.engine) as tx:
        found = find_project(tx, "04160000-0001")
    assert found is not None
    quarters = {one.number: one.result for one in found[1].indicators[0].quarters}
    return quarters.get(number)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (datetime(2026, 11, 30, 3, tzinfo=UTC), None),
        (datetime(2026, 12, 1, 3, tzinfo=UTC), 1),
        (datetime(2027, 1, 10, 3, tzinfo=UTC), 1),
        (datetime(2027, 1, 11, 3, tzinfo=UTC), None),
        (datetime(2027, 3, 1, 3, tzinfo=UTC), 2),
        (datetime(2027, 10, 10, 3, tzinfo=UTC), 4),
        (datetime(2027, 12, 1, 3, tzinfo=UTC), None),  # the project is of the year before
    ],
)
def test_results_are_taken_from_the_last_month_until_its_lock_day(
    desk: Desk, day: datetime, number: int | None
) -> None:
    desk.now = day
    (said,) = desk.tell("มาลี", "ตัวชี้วัด")
    if number is None:
        assert NONE in said
        return
    assert f"ไตรมาสที่ {number}/2570" in said
    desk.tell("มาลี", "3", "ข้าม", "ส่งผลตัวชี้วัด")
    assert result(desk, number) == 3


def test_only_reporters_of_the_project_report_its_indicators(desk: Desk) -> None:
    (said,) = desk.tell("สมพร", "ตัวชี้วัด")
    assert NONE in said


def test_a_cancelled_project_wants_no_result(desk: Desk) -> None:
    change(desk, status=ProjectStatus.CANCELLED)
    (said,) = desk.tell("มาลี", "ตัวชี้วัด")
    assert NONE in said


def test_a_page_that_comes_meanwhile_does_not_lose_what_is_being_answered(desk: Desk) -> None:
    desk.tell("มาลี", "ตัวชี้วัด", "3", "ข้าม")
    change(desk, indicators=(Indicator("จำนวนสวน", measure="แห่ง", target="6"),))
    desk.tell("มาลี", "ส่งผลตัวชี้วัด")
    assert result(desk, 1) == 3


def test_a_correction_is_a_revision_and_the_same_again_is_none(desk: Desk) -> None:
    desk.tell("มาลี", "ตัวชี้วัด", "3", "ข้าม", "ส่งผลตัวชี้วัด")
    (said,) = desk.tell("มาลี", "ตัวชี้วัด", "ส่งผลตัวชี้วัด")
    assert "ยังเหมือนที่รายงานไว้" in said
    desk.tell("มาลี", "แก้ตัวเลข", "4", "ส่งผลตัวชี้วัด")
    assert result(desk, 1) == 4
    with transaction(desk.engine) as tx:
        assert tx.scalar(select(func.count()).select_from(indicator_revision)) == 2


def test_a_project_taken_away_takes_its_question_along(desk: Desk) -> None:
    desk.tell("มาลี", "ตัวชี้วัด", "3")
    change(desk, status=ProjectStatus.CANCELLED)
    (said,) = desk.tell("มาลี", "เล่าผล")
    assert "จึงยังไม่ได้ส่ง (ตัวเลขที่ตอบไว้: 3)" in said
    assert result(desk, 1) is None


def test_a_first_result_that_is_not_sent_is_a_draft_that_was_left(desk: Desk) -> None:
    assert unfinished_since(desk) is None
    desk.tell("มาลี", "ตัวชี้วัด")
    assert unfinished_since(desk) is None  # nothing is given yet
    desk.tell("มาลี", "3")
    assert unfinished_since(desk) == DECEMBER
    desk.wait(days=1)
    (said,) = desk.press("มาลี", "0.continue")
    assert "อธิบายผลสั้น ๆ" in said
    desk.tell("มาลี", "ข้าม")
    desk.wait(days=1)
    (said,) = desk.press("มาลี", "0.continue")
    assert "ส่งผลตัวชี้วัด" in said
    desk.tell("มาลี", "ส่งผลตัวชี้วัด")
    assert result(desk, 1) == 3
    assert unfinished_since(desk) is None
    desk.tell("มาลี", "ตัวชี้วัด")  # what was sent, to be corrected or not
    assert unfinished_since(desk) is None


def unfinished_since(desk: Desk) -> datetime | None:
    with transaction(desk.engine) as tx:
        return officers(tx, [desk.people["มาลี"]])[desk.people["มาลี"]].drafting_since
