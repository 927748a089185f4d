"""A reminder of the last month of a quarter leads to the indicators that have no result yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from handlers.dialogue.figure_cursors import Measurement, ReviewingResult
from handlers.dialogue.state import State
from storage.db import transaction
from storage.periods import Quarter
from storage.projects import projects_by_number, save_project
from storage.records import Indicator, QuarterResult
from tests.reminders.office import Office, at

BUTTON = "รายงานตัวชี้วัด"
DECEMBER = at(date(2026, 12, 22), 9)


@pytest.fixture
def office(database: Engine) -> Office:
    office = Office(database)
    office.open()
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ")
    office.report("มาลี", "เรือนเพาะชำ", now=at(date(2026, 12, 2), 9))
    return office


def measure(office: Office, project: str, *indicators: Indicator) -> None:
    number = office.projects[project]
    with transaction(office.engine) as tx:
        facts = projects_by_number(tx, [number])[number]
        save_project(tx, replace(facts, indicators=indicators))


def test_it_counts_those_without_a_result_and_has_the_button(office: Office) -> None:
    measured = Indicator("จำนวนสวน", quarters=(QuarterResult(1),))
    measure(office, "สวนริมคลอง", measured, Indicator("ความพึงพอใจ"))
    [heard] = office.tick(DECEMBER)
    assert "ยังไม่มีผลมี 2 ตัวชี้วัด" in heard.text
    assert BUTTON in heard.buttons


def test_with_a_result_nothing_is_said_of_indicators(office: Office) -> None:
    measure(office, "สวนริมคลอง", Indicator("จำนวนสวน", quarters=(QuarterResult(1, Decimal(3)),)))
    [heard] = office.tick(DECEMBER)
    assert BUTTON not in heard.buttons
    assert "ตัวชี้วัด" not in heard.text


def test_in_other_months_nothing_is_said_of_indicators(office: Office) -> None:
    measure(office, "สวนริมคลอง", Indicator("จำนวนสวน"))
    [heard] = office.tick(at(date(2026, 11, 20), 9))
    assert BUTTON not in heard.buttons


def test_a_project_that_is_reported_needs_no_reminder_of_its_indicators(office: Office) -> None:
    measure(office, "เรือนเพาะชำ", Indicator("จำนวนต้นกล้า"))
    [heard] = office.tick(DECEMBER)
    assert BUTTON not in heard.buttons


def test_a_result_that_was_given_but_not_sent_is_offered_once_again(office: Office) -> None:
    measure(office, "เรือนเพาะชำ", Indicator("จำนวนต้นกล้า"))
    given = Measurement(1, office.projects["เรือนเพาะชำ"], Quarter(2570, 1), 0, Decimal(40), "")
    monday = at(date(2027, 1, 4), 9)
    office.report("มาลี", "สวนริมคลอง", now=at(date(2026, 12, 3), 9))
    office.stop_at("มาลี", State(ask=1, cursor=ReviewingResult(given)), now=monday)
    assert office.tick(monday + timedelta(minutes=5)) == []
    [heard] = office.tick(monday + timedelta(days=1))
    assert heard.text.startswith("ท่านมีผลตัวชี้วัดที่กรอกค้างไว้และยังไม่ได้ส่ง: เรือนเพาะชำ")
    assert heard.buttons == ("กรอกต่อจากที่ค้างไว้",)
    assert office.tick(monday + timedelta(days=2)) == []
