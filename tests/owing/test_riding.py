"""A reminder that is due in the middle of a draft goes with the answer that ends the draft."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from handlers.turns import Failed, Quiet, take_one_turn
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.inbox import receive
from storage.people import link_address
from storage.records import Arrival
from storage.tables import occurrence, outbox, waiting_reminder
from tests.reminders.office import CODECS, LONG_AGO, Heard, Office
from tests.reminders.test_plan import DUE_ON, FIRST_STEP
from tests.turns.office import ISSUER

MINUTE = timedelta(minutes=1)
TO_REVIEW = ("45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี")


@pytest.fixture
def office(database: Engine) -> Office:
    office = Office(database)
    office.open()
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ", "ตัดหญ้า")
    with transaction(database) as tx:
        link_address(
            tx,
            person_id=office.people["มาลี"],
            channel="webchat",
            account="mali",
            lane="มาลี",
            now=LONG_AGO,
        )
    return office


def say(office: Office, *said: str, now: datetime) -> dict[str, Any]:
    """Let มาลี type or, with "N.choice", press; gives the last answer as her screen draws it."""
    for words in said:
        number = next(office.events)
        content = {"press": words} if words[0].isdigit() and "." in words else {"text": words}
        payload = json.dumps({"account": "mali", "group": False, **content})
        with transaction(office.engine) as tx:
            receive(tx, [Arrival("webchat", f"event-{number}", "มาลี", now, payload)], now=now)
        while not isinstance(
            outcome := take_one_turn(office.engine, CODECS, locale="th", issuer=ISSUER, now=now),
            Quiet,
        ):
            if isinstance(outcome, Failed):
                raise outcome.cause
    with reading(office.engine) as tx:
        newest = select(outbox.c.id, outbox.c.payload).order_by(outbox.c.id.desc()).limit(1)
        row = tx.execute(newest).one()
    office.seen = row.id
    return dict(json.loads(row.payload))


def buttons(shown: dict[str, Any]) -> list[str]:
    return [one["data"].partition(".")[2] for one in shown["choices"]]


def fates(office: Office) -> list[tuple[str, str, str]]:
    with reading(office.engine) as tx:
        found = select(occurrence.c.kind, occurrence.c.subject, occurrence.c.fate)
        return [(one.kind, one.subject, one.fate) for one in tx.execute(found)]


def waiting(office: Office) -> list[str]:
    with reading(office.engine) as tx:
        return list(tx.scalars(select(waiting_reminder.c.subject)))


def open_project(office: Office, name: str, *, now: datetime) -> None:
    say(office, f"0.open.{office.projects[name]}", now=now)


def tick_twice(office: Office, now: datetime) -> list[Heard]:
    return [*office.tick(now), *office.tick(now + MINUTE)]


def test_the_receipt_says_what_is_still_owed_once(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    say(office, *TO_REVIEW, now=FIRST_STEP)
    assert tick_twice(office, FIRST_STEP) == []
    assert waiting(office) == ["-3"]
    shown = say(office, "ส่งรายงาน", now=FIRST_STEP + 2 * MINUTE)
    assert shown["card"]["title"] == "ส่งรายงานแล้ว"
    assert shown["text"].startswith(
        "ได้รับรายงานแล้ว\n\nขอเรียนเตือนรายงานความก้าวหน้าประจำเดือนตุลาคม 2569"
    )
    assert "สวนริมคลอง" in shown["text"]
    assert "เรือนเพาะชำ" in shown["text"]
    assert "ตัดหญ้า" not in shown["text"]
    garden, nursery = (office.projects[one] for one in ("สวนริมคลอง", "เรือนเพาะชำ"))
    assert buttons(shown) == [
        f"open.{garden}",
        f"open.{nursery}",
        "snooze.afternoon",
        "snooze.tomorrow",
        "revise",
        "history",
    ]
    asks = [one["data"].partition(".")[0] for one in shown["choices"]]
    assert asks == ["0"] * 4 + [str(shown["ask"])] * 2
    assert fates(office) == [("remind", "-3", "said")]
    assert waiting(office) == []
    assert tick_twice(office, FIRST_STEP + timedelta(hours=2)) == []
    assert [one.who for one in office.tick(DUE_ON)] == ["มาลี"]


def test_its_buttons_do_what_they_say(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    say(office, *TO_REVIEW, now=FIRST_STEP)
    office.tick(FIRST_STEP)
    receipt = say(office, "ส่งรายงาน", now=FIRST_STEP)
    opened = say(office, receipt["choices"][1]["data"], now=FIRST_STEP)
    assert "เรือนเพาะชำ" in opened["text"]
    say(office, "ยกเลิก", now=FIRST_STEP)
    assert "เตือน" in say(office, receipt["choices"][3]["data"], now=FIRST_STEP)["text"]


def test_who_gives_up_hears_it_with_the_draft_to_be_brought_back(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    assert office.tick(FIRST_STEP) == []
    shown = say(office, "ยกเลิก", now=FIRST_STEP)
    assert shown["text"].startswith("ยกเลิกแล้ว")
    assert buttons(shown)[-2:] == ["restore", "begin"]
    assert len([one for one in buttons(shown) if one.startswith("open.")]) == 3
    assert fates(office) == [("remind", "-3", "said")]
    assert "45" not in say(office, shown["choices"][-2]["data"], now=FIRST_STEP)["text"]


def test_a_project_whose_draft_was_put_aside_is_marked(office: Office) -> None:
    open_project(office, "สวนริมคลอง", now=FIRST_STEP)
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    say(office, "เก็บไว้ก่อน รายงานโครงการอื่น", "1", now=FIRST_STEP)
    office.tick(FIRST_STEP)
    told = say(office, "ยกเลิก", now=FIRST_STEP)["text"].split("\n\n")
    marked = [line.split("\n")[0] for line in told if "มีร่างค้างอยู่" in line]
    assert marked == ["1. สวนริมคลอง"]


def test_who_went_back_to_the_list_and_leaves_it_hears_it_then(office: Office) -> None:
    say(office, "รายงาน", "1", now=FIRST_STEP)
    office.tick(FIRST_STEP)
    assert "ขอเรียนเตือน" not in say(office, "ย้อนกลับ", now=FIRST_STEP)["text"]
    assert "ขอเรียนเตือน" in say(office, "ยกเลิก", now=FIRST_STEP)["text"]


def test_whoever_sent_the_last_one_is_not_reminded(office: Office) -> None:
    for name in ("สวนริมคลอง", "เรือนเพาะชำ"):
        office.report("มาลี", name, now=FIRST_STEP)
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    say(office, *TO_REVIEW, now=FIRST_STEP)
    office.tick(FIRST_STEP)
    assert "รายงานครบทุกโครงการแล้ว" in say(office, "ส่งรายงาน", now=FIRST_STEP)["text"]
    assert fates(office) == []
    assert waiting(office) == []


def test_without_a_reminder_that_waits_nothing_is_added(office: Office) -> None:
    office.tick(FIRST_STEP)
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    say(office, *TO_REVIEW, now=FIRST_STEP)
    office.tick(FIRST_STEP + MINUTE)
    shown = say(office, "ส่งรายงาน", now=FIRST_STEP)
    assert shown["text"] == "ได้รับรายงานแล้ว เหลืออีก 2 โครงการที่ต้องรายงาน (เดือนตุลาคม 2569)"
    assert "next" in buttons(shown)


def test_after_the_hour_the_clock_says_it_and_nothing_rides_any_more(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    assert office.tick(FIRST_STEP) == []
    assert [one.who for one in office.tick(FIRST_STEP + timedelta(hours=1))] == ["มาลี"]
    assert waiting(office) == []
    assert "ขอเรียนเตือน" not in say(office, "ยกเลิก", now=FIRST_STEP + timedelta(hours=2))["text"]


def test_steps_that_were_missed_are_noted_as_skipped(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=DUE_ON)
    assert office.tick(DUE_ON) == []
    assert sorted(waiting(office)) == ["-3", "0"]
    say(office, "ยกเลิก", now=DUE_ON)
    assert sorted(fates(office)) == [("remind", "-3", "skipped"), ("remind", "0", "said")]


def test_who_puts_it_off_meanwhile_is_left_in_peace(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    office.tick(FIRST_STEP)
    say(office, "0.snooze.tomorrow", now=FIRST_STEP)
    assert waiting(office) == []
    assert office.tick(FIRST_STEP + MINUTE) == []
    assert "ขอเรียนเตือน" not in say(office, "ยกเลิก", now=FIRST_STEP + MINUTE)["text"]


def test_the_stand_in_reads_in_whose_place(office: Office) -> None:
    office.hire("วิภา", "04010000", "ทางเดิน", "ตัดหญ้า")
    office.leave("วิภา", FIRST_STEP.date(), FIRST_STEP.date(), "มาลี", now=FIRST_STEP)
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    office.tick(FIRST_STEP)
    told = say(office, "ยกเลิก", now=FIRST_STEP)["text"]
    assert told.count("ท่านรายงานแทน วิภา ซึ่งลาอยู่") == 1


def test_an_erased_person_leaves_nothing_that_waits(office: Office) -> None:
    open_project(office, "ตัดหญ้า", now=FIRST_STEP)
    office.tick(FIRST_STEP)
    with transaction(office.engine) as tx:
        erase_person(tx, office.people["มาลี"], now=FIRST_STEP)
    assert waiting(office) == []
