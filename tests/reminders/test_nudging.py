"""A supervisor's "remind now" is heard in sending hours, and in no draft's middle."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from handlers.oversight import office as offices
from handlers.oversight.carrying_out import carry_out
from handlers.oversight.deeds import Remind
from reminders.nudging import say_nudges
from storage.db import transaction
from storage.erasure import erase_person
from storage.nudges import Nudge, let_nudges_wait, waiting_nudges
from storage.people import link_address, person_by_id
from storage.periods import Period
from storage.records import Role
from tests.owing.test_riding import open_project, say
from tests.reminders.office import CODECS, LONG_AGO, Heard, Office, at
from tests.reminders.test_plan import FIRST_STEP

EVENING = at(date(2026, 10, 12), 20)  # a Monday before a holiday
MORNING = at(date(2026, 10, 14), 8, 30)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OCTOBER, CITY = Period(2026, 10), "04000000"


@pytest.fixture
def office(sqlite: Engine) -> Office:
    return _open(sqlite)


def _open(engine: Engine) -> Office:
    office = Office(engine)
    office.open()
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ", linked=False)
    office.hire("สมศรี", CITY, role=Role.SUPERVISOR)
    link(office)
    return office


def link(office: Office) -> None:
    with transaction(office.engine) as tx:
        link_address(
            tx,
            person_id=office.people["มาลี"],
            channel="webchat",
            account="mali",
            lane="มาลี",
            now=LONG_AGO,
        )


def remind(office: Office, now: datetime) -> str:
    """Let the supervisor press the button; gives what that is answered with."""
    with transaction(office.engine) as tx:
        asks = person_by_id(tx, office.people["สมศรี"])
        assert asks is not None
        [said] = carry_out(offices.Office(tx, CODECS, asks, now), Remind(OCTOBER, CITY))
    return said.text


def hear(office: Office, now: datetime) -> list[Heard]:
    """Let two clocks look whether anything waited, and give what that said."""
    for _clock in range(2):
        for _told in say_nudges(office.engine, CODECS, now=now):
            pass
    return office.heard()


def report_all(office: Office, now: datetime) -> None:
    for project in ("สวนริมคลอง", "เรือนเพาะชำ"):
        office.report("มาลี", project, now=now)


def test_at_night_it_waits_for_the_morning_of_the_next_working_day(database: Engine) -> None:
    office = _open(database)
    assert "1 คน เมื่อถึงเวลาทำการ: ส่ง 14 ต.ค. 2569 08.30 น." in remind(office, EVENING)
    assert office.heard() == []
    for quiet in (EVENING + MINUTE, MORNING - HOUR * 24, MORNING - MINUTE):
        assert hear(office, quiet) == []
    [heard] = hear(office, MORNING)
    assert (heard.who, len(heard.buttons)) == ("มาลี", 2)
    assert heard.text.startswith("สมศรี ขอให้ส่งรายงานเดือนตุลาคม 2569")
    assert hear(office, MORNING + HOUR) == []


def test_it_is_heard_once_a_day_however_often_it_is_asked_for(office: Office) -> None:
    remind(office, EVENING)
    assert "รอส่งอยู่แล้ว 1 คน" in remind(office, EVENING + HOUR)
    assert "รอส่งอยู่แล้ว 1 คน" in remind(office, MORNING - HOUR)
    assert len(hear(office, MORNING)) == 1
    assert "วันนี้เตือนไปแล้ว 1 คน" in remind(office, MORNING + HOUR)
    assert office.heard() == []


def test_whoever_reported_before_is_not_reminded(office: Office) -> None:
    remind(office, EVENING)
    report_all(office, EVENING + HOUR)
    assert hear(office, MORNING) == []
    assert hear(office, MORNING + HOUR) == []


def test_a_stand_in_hears_what_waited_for_who_went_on_leave(office: Office) -> None:
    office.hire("มานะ", CITY)
    remind(office, EVENING)
    office.leave("มาลี", MORNING.date(), MORNING.date(), "มานะ", now=EVENING + HOUR)
    assert hear(office, MORNING - MINUTE) == []
    [heard] = hear(office, MORNING)
    assert (heard.who, len(heard.buttons)) == ("มานะ", 2)
    assert heard.text.startswith("สมศรี ขอให้ส่งรายงานเดือนตุลาคม 2569")
    assert "วันนี้เตือนไปแล้ว 1 คน" in remind(office, MORNING + HOUR)
    assert hear(office, MORNING + 2 * HOUR) == []


def test_a_stand_in_who_is_away_as_well_is_left_in_peace(office: Office) -> None:
    office.hire("มานะ", CITY)
    remind(office, EVENING)
    for name, stand_in in (("มาลี", "มานะ"), ("มานะ", None)):
        office.leave(name, MORNING.date(), MORNING.date(), stand_in, now=EVENING + HOUR)
    assert hear(office, MORNING) == []
    assert "ลาอยู่" in remind(office, MORNING + HOUR)
    assert office.heard() == []


def test_a_stand_in_who_was_reminded_that_day_hears_no_second_one(office: Office) -> None:
    office.hire("มานะ", CITY, "งานของมานะ")
    remind(office, EVENING)
    office.leave("มาลี", MORNING.date(), MORNING.date(), "มานะ", now=EVENING + HOUR)
    [heard] = hear(office, MORNING)
    assert (heard.who, len(heard.buttons)) == ("มานะ", 3)


def test_whoever_the_clock_reminded_meanwhile_hears_it_once(office: Office) -> None:
    remind(office, FIRST_STEP - HOUR)
    assert len(office.tick(FIRST_STEP)) == 1
    assert hear(office, FIRST_STEP) == []


def test_what_the_clock_says_in_its_place_tells_who_asked_for_it(database: Engine) -> None:
    office = _open(database)
    office.hire("กมล", "04010000", "งานของกมล")
    remind(office, FIRST_STEP - HOUR)
    office.report("กมล", "งานของกมล", now=FIRST_STEP - HOUR)
    office.hire("อรุณ", "04020000", "งานของอรุณ")
    told = {one.who: one.text for one in office.tick(FIRST_STEP)}
    assert told.keys() == {"มาลี", "อรุณ"}
    asked = "สมศรี ขอให้ส่งรายงานที่ยังไม่ได้ส่ง\n\nขอเรียนเตือนรายงานความก้าวหน้าประจำเดือนตุลาคม"
    assert told["มาลี"].startswith(asked)
    assert "สมศรี" not in told["อรุณ"], "nobody asked them"


def test_what_the_clock_says_of_another_month_tells_nothing_of_the_wish(office: Office) -> None:
    with transaction(office.engine) as tx:
        wish = Nudge(
            office.people["มาลี"],
            FIRST_STEP.date(),
            OCTOBER.previous,
            CITY,
            office.people["สมศรี"],
            EVENING,
        )
        let_nudges_wait(tx, [wish])
    [heard] = office.tick(FIRST_STEP)
    assert "สมศรี" not in heard.text


def test_in_the_middle_of_a_draft_it_rides_on_the_answer_that_ends_it(office: Office) -> None:
    now = MORNING + HOUR
    open_project(office, "สวนริมคลอง", now=now)
    assert "1 คนกำลังกรอกรายงานอยู่" in remind(office, now)
    assert hear(office, now + MINUTE) == []
    said = say(office, "ยกเลิก", now=now + 2 * MINUTE)["text"]
    assert "\n\nสมศรี ขอให้ส่งรายงานที่ยังไม่ได้ส่ง\n\n" in said
    assert "เรือนเพาะชำ" in said
    assert hear(office, now + 2 * HOUR) == []


def test_the_report_that_was_the_last_one_makes_it_needless(office: Office) -> None:
    now = MORNING + HOUR
    office.report("มาลี", "สวนริมคลอง", now=now)
    open_project(office, "เรือนเพาะชำ", now=now)
    remind(office, now)
    said = say(office, "45", "เพาะแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี", "ส่งรายงาน", now=now)["text"]
    assert "สมศรี" not in said
    assert hear(office, now + 2 * HOUR) == []


def test_a_draft_that_is_left_holds_it_back_for_an_hour(office: Office) -> None:
    now = MORNING + HOUR
    open_project(office, "สวนริมคลอง", now=now)
    remind(office, now)
    assert hear(office, now + HOUR - MINUTE) == []
    assert len(hear(office, now + HOUR)) == 1


def test_what_a_draft_held_back_until_tomorrow_counts_as_tomorrows(office: Office) -> None:
    late = at(date(2026, 10, 14), 16)
    open_project(office, "สวนริมคลอง", now=late)
    remind(office, late)
    assert hear(office, late + HOUR) == []
    tomorrow = at(date(2026, 10, 15), 9)
    assert len(hear(office, tomorrow)) == 1
    assert "วันนี้เตือนไปแล้ว 1 คน" in remind(office, tomorrow + HOUR)


def test_a_wish_that_is_repeated_at_night_is_heard_in_the_morning(office: Office) -> None:
    late, tomorrow = at(date(2026, 10, 14), 16), at(date(2026, 10, 15), 9)
    open_project(office, "สวนริมคลอง", now=late)
    remind(office, late)
    assert "15 ต.ค. 2569 08.30 น." in remind(office, late + 4 * HOUR)
    assert len(hear(office, tomorrow)) == 1


def test_what_no_clock_said_yesterday_is_not_said_beside_todays(office: Office) -> None:
    late, tomorrow = at(date(2026, 10, 14), 16), at(date(2026, 10, 15), 9)
    open_project(office, "สวนริมคลอง", now=late)
    remind(office, late)
    office.heard()
    remind(office, tomorrow)
    assert len(office.heard()) == 1
    assert hear(office, tomorrow + HOUR) == []


def test_at_night_a_draft_that_ends_does_not_bring_it_forward(office: Office) -> None:
    open_project(office, "สวนริมคลอง", now=EVENING)
    assert "14 ต.ค. 2569 08.30 น." in remind(office, EVENING)
    assert "สมศรี" not in say(office, "ยกเลิก", now=EVENING + MINUTE)["text"]
    assert len(hear(office, MORNING)) == 1


@pytest.mark.parametrize("name", ["มาลี", "สมศรี"])
def test_nothing_waits_of_who_is_erased(office: Office, name: str) -> None:
    remind(office, EVENING)
    with transaction(office.engine) as tx:
        erase_person(tx, office.people[name], now=EVENING)
        assert waiting_nudges(tx) == ()


def test_who_has_no_chat_is_named_at_once(office: Office) -> None:
    office.block("มาลี", now=EVENING)
    assert remind(office, EVENING) == "ไม่มีแชตที่ติดต่อได้ ต้องแจ้งทางอื่น: มาลี"
    assert hear(office, MORNING) == []
