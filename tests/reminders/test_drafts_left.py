"""Since when a person's draft is left, as their conversation notes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from handlers.dialogue.state import Draft, Reviewing, State
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.owed import officers
from storage.periods import Period
from tests.reminders.office import Office
from tests.reminders.test_plan import FIRST_STEP
from tests.turns.office import NOW, Officer, open_office, tell


def drafting_since(engine: Engine, officer: Officer) -> datetime | None:
    with reading(engine) as tx:
        return officers(tx, [officer.person_id])[officer.person_id].drafting_since


def test_a_draft_is_noted_while_there_is_one(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "/help")
    assert drafting_since(database, officer) is None
    tell(database, officer.chat, "/report", "45")
    assert drafting_since(database, officer) == NOW
    tell(database, officer.chat, "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี", "ส่งรายงาน")
    assert drafting_since(database, officer) is None


def test_a_draft_that_is_given_up_is_none(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "/report", "45", "/cancel")
    assert drafting_since(database, officer) is None


def test_whoever_is_erased_has_no_draft_and_is_nobody(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "/report", "45")
    with transaction(database) as tx:
        erase_person(tx, officer.person_id, now=NOW)
    with reading(database) as tx:
        assert officers(tx, [officer.person_id]) == {}


def test_a_draft_that_was_put_aside_is_marked_in_the_letter(sqlite: Engine) -> None:
    office = Office(sqlite)
    office.open()
    office.hire("มาลี", "04010000", "สวน", "ทาง")
    kept = Draft(office.projects["ทาง"], Period(2026, 10))
    of_another_month = Draft(office.projects["สวน"], Period(2026, 9))
    office.stop_at("มาลี", State(ask=1, kept=(of_another_month, kept)), now=FIRST_STEP)
    [heard] = office.tick(FIRST_STEP)
    marked = [part for part in heard.text.split("\n\n") if "มีร่างค้างอยู่" in part]
    assert [part.split("\n")[0] for part in marked] == ["2. ทาง"]


def test_a_correction_that_was_left_is_not_told_as_a_report_that_was_not_sent(
    sqlite: Engine,
) -> None:
    office = Office(sqlite)
    office.open()
    office.hire("มาลี", "04010000", "สวน")
    draft = Draft(office.projects["สวน"], Period(2026, 10), entry=7, revision=1)
    stopped = State(ask=1, cursor=Reviewing(), draft=draft)
    office.stop_at("มาลี", stopped, now=FIRST_STEP - timedelta(days=1))
    [heard] = office.tick(FIRST_STEP)
    assert heard.text.startswith("ท่านมีฉบับแก้ไขของรายงานเดือนตุลาคม 2569 ที่ยังไม่ได้ส่ง: สวน ")
