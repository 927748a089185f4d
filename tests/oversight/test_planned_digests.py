"""Digests that come by themselves: on which days, to whom, once, and corrected by what is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from handlers.timeliness.policy import LockMonth, Policy
from reminders.digest_days import DUE, LOCK, digest_due
from reminders.digests import plan_digests
from reminders.tick import tick
from storage.db import reading, transaction
from storage.dialogues import lock_dialogue, save_dialogue
from storage.people import grant_role, unlink
from storage.periods import BANGKOK, Period
from storage.records import Role, Worth
from storage.tables import occurrence, outbox, person, project, report
from tests.oversight.city import (
    CITY,
    NOVEMBER,
    NOW,
    OTHER,
    SOUTH,
    add_officer,
    add_supervisor,
    found_city,
)
from tests.turns.office import CODECS, shown

DUE_DAY_ENDS = datetime(2026, 11, 25, 16, 30, tzinfo=BANGKOK)
LOCK_DAY = datetime(2026, 12, 9, 8, 30, tzinfo=BANGKOK)  # the 10th is a holiday
MINUTE = timedelta(minutes=1)


def plan(engine: Engine, now: datetime) -> int:
    return sum(plan_digests(engine, CODECS, now=now))


def titles(engine: Engine, chat: str) -> list[str]:
    """What a chat was told: the titles of cards, and texts without one."""
    return [one["card"]["title"] if one.get("card") else one["text"] for one in shown(engine, chat)]


@pytest.fixture(name="city")
def found(database: Engine) -> Engine:
    with transaction(database) as tx:
        numbers = found_city(tx)
        add_officer(tx, "มาลี", numbers["ค้างหนึ่ง"])
        add_supervisor(tx, "สมศรี", SOUTH)
        add_supervisor(tx, "วิชัย", CITY)
    return database


def file_report(tx: Connection, name: str, now: datetime) -> None:
    numbers = {row.name: row.id for row in tx.execute(select(project))}
    tx.execute(
        insert(report).values(
            project_id=numbers[name],
            period=NOVEMBER,
            entry=1,
            revision=1,
            percent=Decimal(50),
            narrative="ขุดลอกแล้ว",
            reported_on=now.date(),
            timeliness="late",
            filed_at=now,
        )
    )


def test_a_digest_is_said_once_as_the_due_day_ends(city: Engine) -> None:
    assert plan(city, DUE_DAY_ENDS - MINUTE) == 0
    assert plan(city, DUE_DAY_ENDS) == 2
    assert plan(city, DUE_DAY_ENDS) == plan(city, DUE_DAY_ENDS + MINUTE) == 0
    assert titles(city, "สมศรี") == ["สรุปเดือนพฤศจิกายน 2569 · ฝ่ายคลองใต้"]
    assert titles(city, "วิชัย") == ["สรุปเดือนพฤศจิกายน 2569 · สำนักทดลองใช้"]
    assert titles(city, "มาลี") == []


def test_it_is_said_again_on_the_lock_day(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    assert plan(city, LOCK_DAY - MINUTE) == 0
    assert plan(city, LOCK_DAY) == 2
    assert plan(city, LOCK_DAY + MINUTE) == 0
    assert len(titles(city, "สมศรี")) == 2


def test_at_the_lock_it_says_until_when_and_what_can_be_done_then(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    assert "ปิดรับ" not in shown(city, "สมศรี")[0]["text"]
    plan(city, LOCK_DAY)
    _, head = shown(city, "สมศรี")[1]["text"].split("\n")
    assert head.startswith("สรุปก่อนปิดรับ: รับรายงานเดือนนี้ถึงสิ้นวันที่ 10 ธ.ค. 2569 ")
    assert "กด “เตือนเดี๋ยวนี้” เพื่อเตือนก่อนปิดรับ" in head


def test_after_the_lock_it_says_that_what_is_missing_stays_so(city: Engine) -> None:
    with transaction(city) as tx:
        changes = [Change(SOUTH.code, 2570, {"lock_day": 8})]
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()
    plan(city, LOCK_DAY)
    south, above = (shown(city, name)[0]["text"].split("\n")[1] for name in ("สมศรี", "วิชัย"))
    assert south.startswith("สรุปหลังปิดรับ: ปิดรับรายงานเดือนนี้แล้วเมื่อสิ้นวันที่ 8 ธ.ค. 2569 ")
    assert "กด “ดูรายการค้าง” แล้วเปิดเป็นรายโครงการ" in south
    assert "เตือน" not in south
    assert above.startswith("สรุปก่อนปิดรับ: รับรายงานเดือนนี้ถึงสิ้นวันที่ 10 ธ.ค. 2569 ")


def test_at_the_lock_nothing_missing_is_told_as_well(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        add_supervisor(tx, "ดวงใจ", OTHER)
        file_report(tx, "ของสำนักอื่น", NOW - timedelta(days=3))
    plan(database, LOCK_DAY)
    [told] = titles(database, "ดวงใจ")
    assert told.endswith("\nสรุปก่อนปิดรับ: รับการแก้ไขรายงานเดือนนี้ถึงสิ้นวันที่ 10 ธ.ค. 2569")


def test_after_an_outage_what_is_still_of_use_is_said_in_working_hours(city: Engine) -> None:
    night = DUE_DAY_ENDS + timedelta(hours=8)
    assert plan(city, night) == 0
    assert plan(city, datetime(2026, 11, 26, 9, tzinfo=BANGKOK)) == 2


def test_after_a_long_outage_a_digest_is_no_longer_worth_saying(city: Engine) -> None:
    assert plan(city, datetime(2026, 12, 2, 9, tzinfo=BANGKOK)) == 0
    assert plan(city, datetime(2026, 12, 9, 9, tzinfo=BANGKOK)) == 2


def test_whoever_holds_a_unit_above_hears_of_it_once(city: Engine) -> None:
    with transaction(city) as tx:
        add_supervisor(tx, "วิชัย", CITY)
        person = add_supervisor(tx, "อรุณ", CITY, role=Role.ADMIN)
        grant_role(tx, person_id=person, role=Role.SUPERVISOR, unit_code=SOUTH.code)
    plan(city, DUE_DAY_ENDS)
    assert titles(city, "อรุณ") == ["สรุปเดือนพฤศจิกายน 2569 · สำนักทดลองใช้"]


@pytest.mark.parametrize(("wish", "said"), [("line", 1), ("silent", 0)])
def test_a_digest_with_nothing_to_say_does_as_the_policy_wills(
    database: Engine, wish: str, said: int
) -> None:
    with transaction(database) as tx:
        found_city(tx)
        add_supervisor(tx, "ดวงใจ", OTHER)
        file_report(tx, "ของสำนักอื่น", NOW - timedelta(days=3))
        changes = [Change(None, 2570, {"empty_digest": wish})]
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()
    assert plan(database, DUE_DAY_ENDS) == said
    assert plan(database, DUE_DAY_ENDS + MINUTE) == 0
    assert len(titles(database, "ดวงใจ")) == said


def test_a_digest_of_no_project_at_all_is_not_said(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        add_supervisor(tx, "ดวงใจ", OTHER)
    # The year before had none.
    assert plan(database, datetime(2026, 9, 25, 16, 30, tzinfo=BANGKOK)) == 0
    with reading(database) as tx:
        assert set(tx.scalars(select(occurrence.c.fate))) == {"skipped"}
    assert plan(database, DUE_DAY_ENDS) == 1


def test_a_clock_that_dies_between_two_units_leaves_the_rest_to_the_next(city: Engine) -> None:
    steps = plan_digests(city, CODECS, now=DUE_DAY_ENDS)
    assert next(steps) == 1
    del steps
    assert plan(city, DUE_DAY_ENDS + MINUTE) == 1
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", NEXT_MORNING - MINUTE)
    steps = plan_digests(city, CODECS, now=NEXT_MORNING)
    assert next(steps) == 1
    del steps
    assert plan(city, NEXT_MORNING + MINUTE) == 1
    assert [len(titles(city, name)) for name in ("สมศรี", "วิชัย")] == [2, 2]


def test_a_policy_of_silence_does_not_hide_what_there_is_to_say(city: Engine) -> None:
    with transaction(city) as tx:
        changes = [Change(None, 2570, {"empty_digest": "silent"})]
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()
    assert plan(city, DUE_DAY_ENDS) == 2


@pytest.mark.parametrize(("pushes", "worth"), [(True, Worth.REMINDER), (False, Worth.FREE)])
def test_a_digest_costs_money_only_where_the_policy_lets_it(
    city: Engine, pushes: bool, worth: Worth
) -> None:
    with transaction(city) as tx:
        changes = [Change(None, 2570, {"line_pushes": pushes})]
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()
    plan(city, DUE_DAY_ENDS)
    with reading(city) as tx:
        assert set(tx.scalars(select(outbox.c.worth))) == {worth}


def test_whoever_has_no_chat_is_noted_and_not_tried_again(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        person = add_supervisor(tx, "สมศรี", SOUTH)
        unlink(tx, channel="webchat", account="สมศรี")
    assert plan(database, DUE_DAY_ENDS) == 0
    with reading(database) as tx:
        [noted] = tx.execute(select(occurrence)).all()
    assert (noted.recipient_id, noted.fate) == (person, "undeliverable")


# --- what comes after -----------------------------------------------------------------------

NEXT_MORNING = datetime(2026, 11, 26, 9, tzinfo=BANGKOK)


def test_a_late_report_corrects_the_digest_in_one_line_a_day(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", NEXT_MORNING - MINUTE)
    assert plan(city, NEXT_MORNING) == 2
    assert titles(city, "สมศรี")[1:] == [
        "เดือนพฤศจิกายน 2569 ฝ่ายคลองใต้: ได้รับรายงานเพิ่มหลังสรุป 1 โครงการ ยังค้าง 1 โครงการ"
    ]
    with transaction(city) as tx:
        file_report(tx, "ค้างสอง", NEXT_MORNING + MINUTE)
    assert plan(city, NEXT_MORNING + timedelta(hours=2)) == 0
    assert plan(city, NEXT_MORNING + timedelta(days=1)) == 2
    assert "ยังค้าง 0 โครงการ" in titles(city, "สมศรี")[-1]
    # Nothing came since.
    assert plan(city, NEXT_MORNING + timedelta(days=4)) == 0


def test_a_correction_of_a_report_is_no_news(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    with transaction(city) as tx:
        numbers = {row.name: row.id for row in tx.execute(select(project))}
        tx.execute(
            insert(report).values(
                project_id=numbers["ตามแผน"],
                period=NOVEMBER,
                entry=9,
                revision=1,
                percent=Decimal(50),
                narrative="อีกฉบับ",
                reported_on=NEXT_MORNING.date(),
                timeliness="late",
                filed_at=NEXT_MORNING,
            )
        )
    assert plan(city, NEXT_MORNING + timedelta(hours=1)) == 0


def test_without_a_digest_there_is_nothing_to_correct(city: Engine) -> None:
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", DUE_DAY_ENDS - timedelta(days=2))
    assert plan(city, DUE_DAY_ENDS - timedelta(days=1)) == 0


def test_a_unit_hears_only_of_its_own_late_reports(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    with transaction(city) as tx:
        file_report(tx, "ค้างสาม", NEXT_MORNING - MINUTE)  # of the north
    assert plan(city, NEXT_MORNING) == 1
    assert len(titles(city, "วิชัย")) == 2
    assert len(titles(city, "สมศรี")) == 1


def test_everybody_hears_of_what_came_since_they_themselves_heard_last(city: Engine) -> None:
    plan(city, DUE_DAY_ENDS)
    friday, monday = NEXT_MORNING + timedelta(days=1), NEXT_MORNING + timedelta(days=4)
    with transaction(city) as tx:
        file_report(tx, "ค้างสาม", friday - MINUTE)  # of the north
    assert plan(city, friday) == 1
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", monday - MINUTE)  # of the south
    assert plan(city, monday) == 2
    assert "เพิ่มหลังสรุป 1 โครงการ" in titles(city, "วิชัย")[-1]
    assert "เพิ่มหลังสรุป 1 โครงการ" in titles(city, "สมศรี")[-1]


def test_a_report_of_a_month_that_was_opened_again_is_news_too(city: Engine) -> None:
    plan(city, LOCK_DAY)
    opened = LOCK_DAY + timedelta(days=6)
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", opened - MINUTE)
    assert plan(city, opened) == 2
    assert "เพิ่มหลังสรุป 1 โครงการ" in titles(city, "สมศรี")[-1]


# --- who is told ----------------------------------------------------------------------------


def draft(engine: Engine, name: str, now: datetime) -> None:
    """Let somebody be in the middle of a report."""
    with transaction(engine) as tx:
        [number] = tx.scalars(select(person.c.id).where(person.c.name == name))
        lock_dialogue(tx, number, now=now)
        save_dialogue(tx, number, ask=1, state="{}", now=now, drafting=True)


def test_nobody_hears_a_digest_in_the_middle_of_their_own_draft(city: Engine) -> None:
    draft(city, "สมศรี", DUE_DAY_ENDS - MINUTE)
    assert plan(city, DUE_DAY_ENDS) == 1
    assert titles(city, "สมศรี") == []
    assert plan(city, DUE_DAY_ENDS + timedelta(hours=1)) == 1
    with transaction(city) as tx:
        file_report(tx, "ค้างหนึ่ง", NEXT_MORNING - MINUTE)
    draft(city, "สมศรี", NEXT_MORNING - MINUTE)
    assert plan(city, NEXT_MORNING) == 1
    assert plan(city, NEXT_MORNING + timedelta(hours=1)) == 1
    assert len(titles(city, "สมศรี")) == 2


def test_a_unit_whose_digest_fails_keeps_no_other_from_theirs(city: Engine) -> None:
    with transaction(city) as tx:
        # A language that this release has no words in.
        tx.execute(update(person).where(person.c.name == "สมศรี").values(locale="xx"))
    for _tick in range(2):
        [failed] = tick(city, CODECS, now=DUE_DAY_ENDS)
        assert failed.part == "say_digests"
    assert len(titles(city, "วิชัย")) == 1
    with transaction(city) as tx:
        tx.execute(update(person).values(locale="th"))
    assert tick(city, CODECS, now=DUE_DAY_ENDS) == ()
    assert [len(titles(city, name)) for name in ("สมศรี", "วิชัย")] == [1, 1]


# --- the days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        ("2026-11-25 16:29", None),
        ("2026-11-25 16:30", DUE),
        ("2026-11-25 18:29", DUE),
        ("2026-11-25 18:30", None),
        ("2026-11-26 08:29", None),
        ("2026-11-26 08:30", DUE),
        ("2026-11-28 09:00", None),  # a Saturday
        ("2026-11-30 16:29", DUE),
        ("2026-12-01 09:00", None),
        ("2026-12-09 08:30", LOCK),
        ("2026-12-10 09:00", None),  # a holiday
        ("2026-12-14 09:00", LOCK),
        ("2026-12-15 16:29", LOCK),
        ("2026-12-16 09:00", None),
    ],
)
def test_a_digest_is_said_on_its_day_or_shortly_after(moment: str, kind: str | None) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)
    assert digest_due(Policy(), NOVEMBER, now) == kind


def test_of_two_digests_in_one_outage_only_the_later_is_said() -> None:
    close = Policy(due_day=8, lock_day=9, lock_month=LockMonth.SAME)
    now = datetime(2026, 12, 9, 9, tzinfo=BANGKOK)
    assert digest_due(close, Period(2026, 12), now) == LOCK


def test_without_digest_days_there_is_none() -> None:
    silent = Policy(digest_on=())
    assert digest_due(silent, NOVEMBER, DUE_DAY_ENDS) is None
