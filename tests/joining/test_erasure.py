from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from storage.db import transaction
from storage.dialogues import keep_for_audit, lock_dialogue, save_dialogue
from storage.erasure import erase_person
from storage.filing import Filing, file_entry
from storage.inbox import claim_next, receive
from storage.invitations import Unknown, record_failed_attempt, redeem
from storage.outbox import claim_due, enqueue, record_sent
from storage.people import (
    addresses_of,
    grant_role,
    link_address,
    people_named,
    person_at,
    person_by_id,
)
from storage.periods import Period, local_date
from storage.projects import save_project
from storage.records import (
    Arrival,
    Content,
    Person,
    ProjectFacts,
    Role,
    Timeliness,
)
from storage.reporters import add_reporter, projects_reported_by
from storage.reports import count_filed_by, log_of
from storage.tables import metadata
from tests.joining.office import DIVISION, MINUTE, NOW, hire, invite, open_office

NAME = "มาลี ใจงาม"
ACCOUNT = "U-mali-0001"
CODE = "7K3M-Q9XD"
DRAFT = "ร่างที่ยังไม่ส่ง"
SAID = "ข้อความที่พิมพ์ไว้"
TOLD = "คำตอบของบอต"
NARRATIVE = "ขุดลอกท่อระบายน้ำแล้วเสร็จ ๒ ซอย"


def event(tx: Connection, text: str, *, lane: str, account: str) -> int:
    """An event that came and was answered."""
    payload = json.dumps({"account": account, "text": text}, ensure_ascii=False)
    receive(tx, [Arrival("line", f"event-{text}-{lane}", lane, NOW, payload)], now=NOW)
    claimed = claim_next(tx, now=NOW)
    assert claimed is not None
    return claimed.id


def say(tx: Connection, text: str, *, lane: str, ascii_only: bool = False) -> None:
    enqueue(
        tx,
        [json.dumps({"text": text}, ensure_ascii=ascii_only)],
        channel="line",
        lane=lane,
        now=NOW,
    )


def send_all(tx: Connection) -> None:
    while held := claim_due(tx, channels={"line"}, now=NOW, lease=timedelta(minutes=1), limit=10):
        for one in held:
            record_sent(tx, [one], now=NOW)


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        open_office(connection)
        yield connection


@pytest.fixture
def mali(tx: Connection) -> Person:
    """Somebody who has left something in every corner of the database."""
    mali = hire(tx, NAME)
    somchai = hire(tx, "สมชาย ขยันยิ่ง")
    for person, account in ((mali, ACCOUNT), (somchai, "U-somchai")):
        grant_role(tx, person_id=person.id, role=Role.OFFICER, unit_code=DIVISION.code)
        link_address(
            tx, person_id=person.id, channel="line", account=account, lane=account, now=NOW
        )
    invite(tx, mali, CODE)
    record_failed_attempt(tx, channel="line", account=ACCOUNT, now=NOW)
    facts = ProjectFacts("50990900-7101", "ขุดลอกท่อระบายน้ำ", DIVISION.code, 2570)
    project_id = save_project(tx, facts).id
    add_reporter(tx, project_id=project_id, person_id=mali.id)
    lock_dialogue(tx, mali.id, now=NOW)
    save_dialogue(tx, mali.id, ask=41, state=DRAFT, now=NOW)
    keep_for_audit(tx, mali.id, state=DRAFT, reason="unreadable", now=NOW)
    event(tx, SAID, lane="group-7", account=ACCOUNT)
    filed_by = event(tx, SAID, lane=ACCOUNT, account=ACCOUNT)
    file_entry(
        tx,
        Content(Decimal(45), NARRATIVE, None, None),
        project_id=project_id,
        period=Period(2026, 11),
        by=Filing(mali.id, "line", filed_by, local_date(NOW), Timeliness.ON_TIME, NOW),
    )
    say(tx, TOLD, lane=ACCOUNT)
    say(tx, f"{NAME} รายงานแล้ว", lane="U-somchai")
    say(tx, f"{NAME} รายงานแล้ว", lane="U-somchai", ascii_only=True)
    send_all(tx)
    say(tx, TOLD, lane=ACCOUNT)
    return mali


def everything(tx: Connection) -> Iterator[tuple[str, Any]]:
    """Every value of every row, with the name of its column."""
    for table in metadata.sorted_tables:
        for row in tx.execute(select(table)).mappings():
            yield from ((f"{table.name}.{column}", value) for column, value in row.items())


def traces(tx: Connection, *wanted: str) -> list[str]:
    spellings = {*wanted, *(json.dumps(one)[1:-1] for one in wanted)}
    return [
        place
        for place, value in everything(tx)
        if isinstance(value, str) and any(one in value for one in spellings)
    ]


def test_before_somebody_is_erased_their_traces_are_everywhere(
    tx: Connection, mali: Person
) -> None:
    assert {place.partition(".")[0] for place in traces(tx, NAME, ACCOUNT, DRAFT, SAID, TOLD)} == {
        "person",
        "address",
        "join_attempt",
        "dialogue",
        "dialogue_audit",
        "inbox",
        "outbox",
    }


def test_whoever_is_erased_leaves_no_name_account_or_text_in_any_table(
    tx: Connection, mali: Person
) -> None:
    erase_person(tx, mali.id, now=NOW)
    # The ids of events stay to know them again; a platform makes them, and these bear the text
    # only because the test does.
    left = traces(tx, NAME, ACCOUNT, DRAFT, SAID, TOLD)
    assert [place for place in left if place != "inbox.event_id"] == []


def test_whoever_is_erased_holds_nothing_any_more(tx: Connection, mali: Person) -> None:
    erase_person(tx, mali.id, now=NOW)
    assert person_by_id(tx, mali.id) is None
    assert people_named(tx, NAME) == ()
    assert person_at(tx, channel="line", account=ACCOUNT) is None
    assert addresses_of(tx, mali.id) == ()
    assert projects_reported_by(tx, mali.id, today=local_date(NOW)) == ()
    assert redeem(tx, code=CODE, now=NOW) == Unknown()


def test_the_reports_stay_word_for_word_and_point_to_nobody_named(
    tx: Connection, mali: Person
) -> None:
    project_id = projects_reported_by(tx, mali.id, today=local_date(NOW))[0].id
    erase_person(tx, mali.id, now=NOW)
    (report,) = log_of(tx, project_id)
    assert report.content == Content(Decimal(45), NARRATIVE, None, None)
    assert report.reporter is None
    assert report.reporter_id == mali.id
    assert count_filed_by(tx, mali.id) == 1


def test_others_keep_what_they_said_and_were_told(tx: Connection, mali: Person) -> None:
    event(tx, "ข้อความของสมชาย", lane="U-somchai", account="U-somchai")
    erase_person(tx, mali.id, now=NOW)
    assert traces(tx, "ข้อความของสมชาย") != []
    told = [value for place, value in everything(tx) if place == "outbox.payload"]
    assert [json.loads(one) for one in told] == [{"text": "– รายงานแล้ว"}] * 2
    assert person_at(tx, channel="line", account="U-somchai") is not None


def test_what_was_not_sent_yet_is_not_sent_any_more(tx: Connection, mali: Person) -> None:
    say(tx, TOLD, lane="U-somchai")
    erase_person(tx, mali.id, now=NOW)
    held = claim_due(tx, channels={"line"}, now=NOW, lease=timedelta(minutes=1), limit=10)
    assert [one.lane for one in held] == ["U-somchai"]


def test_a_message_under_way_while_its_reader_is_erased_comes_back_as_nothing(
    tx: Connection, mali: Person
) -> None:
    held = claim_due(tx, channels={"line"}, now=NOW, lease=timedelta(minutes=1), limit=10)
    erase_person(tx, mali.id, now=NOW)
    for one in held:
        record_sent(tx, [one], now=NOW)
    assert traces(tx, TOLD) == []


def test_an_event_delivered_once_more_after_the_erasure_is_still_known(
    tx: Connection, mali: Person
) -> None:
    erase_person(tx, mali.id, now=NOW)
    again = Arrival("line", f"event-{SAID}-{ACCOUNT}", ACCOUNT, NOW, "{}")
    assert receive(tx, [again], now=NOW) == 0


def test_the_next_in_the_chat_is_asked_questions_with_later_numbers(
    tx: Connection, mali: Person
) -> None:
    erase_person(tx, mali.id, now=NOW)
    next_one = hire(tx, "วิภา รักงาน")
    assert lock_dialogue(tx, next_one.id, now=NOW).ask >= 41


def test_whoever_comes_back_is_somebody_new(tx: Connection, mali: Person) -> None:
    erase_person(tx, mali.id, now=NOW)
    again = hire(tx, NAME)
    assert again.id != mali.id
    assert again.grants == frozenset()


def test_two_of_the_same_name_in_one_unit_may_both_be_erased(tx: Connection, mali: Person) -> None:
    erase_person(tx, mali.id, now=NOW)
    erase_person(tx, hire(tx, NAME).id, now=NOW)
    assert people_named(tx, NAME) == ()


def test_erasing_twice_changes_nothing_more(tx: Connection, mali: Person) -> None:
    erase_person(tx, mali.id, now=NOW)
    before = list(everything(tx))
    erase_person(tx, mali.id, now=NOW + MINUTE)
    erase_person(tx, 4711, now=NOW)
    assert list(everything(tx)) == before
