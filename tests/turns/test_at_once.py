"""Turns of several workers that touch the same person or the same project."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from handlers.turns import Answered
from storage.db import transaction
from tests.queues.rows import somebody_waits_for_a_lock, until
from tests.turns.office import (
    NOW,
    Officer,
    answers,
    arrival,
    everything,
    filed,
    hire,
    keep,
    link,
    open_office,
    phrase,
    press_of,
    take_turn,
    tell,
)

REPORT = ("รายงาน", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ฝนตก")


def take_two_turns_at_once(engine: Engine, held: str) -> None:
    """Take two turns that both want a row of the table `held`, so that they really meet there.

    The row is held until both are waiting for it, or for each other.
    """
    with ThreadPoolExecutor(2) as workers, transaction(engine) as tx:
        tx.exec_driver_sql(f"SELECT 1 FROM {held} FOR NO KEY UPDATE")
        turns = [workers.submit(take_turn, engine) for _ in range(2)]
        until(lambda: all(turn.done() for turn in turns) or somebody_waits_for_a_lock(engine, 2))
        assert not any(turn.done() for turn in turns)
        tx.rollback()
        assert [type(turn.result(timeout=20)) for turn in turns] == [Answered, Answered]


@pytest.fixture
def colleagues(postgresql: Engine) -> tuple[Officer, Officer]:
    """Two officers of one project, each of them one press away from sending a report on it."""
    [first] = open_office(postgresql)
    with transaction(postgresql) as tx:
        second = hire(tx, 2, project=first.project_id)
    for officer in (first, second):
        tell(postgresql, officer.chat, *REPORT)
    return first, second


def test_of_two_who_report_on_one_project_at_once_one_files_and_the_other_is_asked(
    postgresql: Engine, colleagues: tuple[Officer, Officer]
) -> None:
    for officer in colleagues:
        keep(postgresql, arrival(officer.chat, press_of(postgresql, officer.chat, "send")))
    take_two_turns_at_once(postgresql, "project")
    [row] = filed(postgresql)
    told = [answers(postgresql, officer.chat)[-1] for officer in colleagues]
    received = phrase("say.filed_all", month="พฤศจิกายน 2569", revise=phrase("choice.revise"))
    receipts = [received in text for text in told]
    assert sorted(receipts) == [False, True]
    asked = colleagues[receipts.index(False)]
    assert row["reporter_id"] != asked.person_id
    tell(postgresql, asked.chat, press_of(postgresql, asked.chat, "yes"))
    assert len(filed(postgresql)) == 2


def test_a_person_who_sends_from_two_chats_at_once_files_once(postgresql: Engine) -> None:
    [officer] = open_office(postgresql)
    with transaction(postgresql) as tx:
        link(tx, officer, "tablet-1")
    tell(postgresql, officer.chat, *REPORT)
    press = press_of(postgresql, officer.chat, "send")
    keep(postgresql, arrival(officer.chat, press), arrival("tablet-1", press))
    take_two_turns_at_once(postgresql, "dialogue")
    assert len(filed(postgresql)) == 1
    told = [answers(postgresql, chat)[-1] for chat in (officer.chat, "tablet-1")]
    assert sorted(phrase("say.sent_already") in text for text in told) == [False, True]


def test_two_first_words_of_a_person_begin_one_conversation(postgresql: Engine) -> None:
    [officer] = open_office(postgresql)
    with transaction(postgresql) as tx:
        link(tx, officer, "tablet-1")
    keep(postgresql, arrival(officer.chat, "รายงาน"), arrival("tablet-1", "รายงาน"))
    with ThreadPoolExecutor(2) as workers:
        turns = [workers.submit(take_turn, postgresql) for _ in range(2)]
        assert {type(turn.result(timeout=20)) for turn in turns} == {Answered}
    [row] = everything(postgresql)["dialogue"]
    assert row[0] == officer.person_id
    assert row[3] == NOW


def test_on_sqlite_turns_at_once_wait_for_each_other(sqlite: Engine) -> None:
    [first] = open_office(sqlite)
    with transaction(sqlite) as tx:
        second = hire(tx, 2, project=first.project_id)
    for officer in (first, second):
        tell(sqlite, officer.chat, *REPORT)
    for officer in (first, second):
        keep(sqlite, arrival(officer.chat, press_of(sqlite, officer.chat, "send")))
    with ThreadPoolExecutor(2) as workers:
        turns = [workers.submit(take_turn, sqlite) for _ in range(2)]
        assert {type(turn.result(timeout=20)) for turn in turns} == {Answered}
    assert len(filed(sqlite)) == 1
