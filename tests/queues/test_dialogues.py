from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, func, select

from storage import dialogues
from storage.db import transaction
from storage.dialogues import Stored, lock_dialogue, save_dialogue
from storage.tables import dialogue, dialogue_audit
from storage.units import save_unit
from tests.queues.rows import (
    NOW,
    SECOND,
    UNIT,
    add_person,
    be_impatient,
    somebody_waits_for_a_lock,
    until,
)


def test_the_first_conversation_of_all_begins_with_nothing(tx: Connection) -> None:
    assert lock_dialogue(tx, add_person(tx), now=NOW) == Stored(0, "")


def test_a_conversation_is_found_again_as_it_was_left(tx: Connection) -> None:
    mali = add_person(tx)
    lock_dialogue(tx, mali, now=NOW)
    save_dialogue(tx, mali, ask=7, state='{"ร่าง": "๔๕% 👩🏽‍🌾\\n"}', now=NOW)
    assert lock_dialogue(tx, mali, now=NOW + SECOND) == Stored(7, '{"ร่าง": "๔๕% 👩🏽‍🌾\\n"}')


def test_a_new_conversation_begins_above_the_questions_of_all_others(tx: Connection) -> None:
    for ask, name in ((41, "มาลี ใจงาม"), (7, "วิภา รักงาน")):
        person = add_person(tx, name)
        lock_dialogue(tx, person, now=NOW)
        save_dialogue(tx, person, ask=ask, state="x", now=NOW)
    assert lock_dialogue(tx, add_person(tx, "สมชาย ขยันยิ่ง"), now=NOW) == Stored(41, "")


def test_a_chat_that_passes_on_lifts_a_conversation_above_the_questions_of_all(
    tx: Connection,
) -> None:
    for ask, name in ((41, "มาลี ใจงาม"), (7, "วิภา รักงาน")):
        person = add_person(tx, name)
        lock_dialogue(tx, person, now=NOW)
        save_dialogue(tx, person, ask=ask, state=name, now=NOW)
        dialogues.raise_ask(tx, person, now=NOW)
    assert lock_dialogue(tx, person, now=NOW) == Stored(43, "วิภา รักงาน")
    newcomer = add_person(tx, "สมชาย ขยันยิ่ง")
    dialogues.raise_ask(tx, newcomer, now=NOW)
    assert lock_dialogue(tx, newcomer, now=NOW) == Stored(44, "")


def test_saving_touches_nobody_elses_conversation(tx: Connection) -> None:
    mali, wipha = add_person(tx, "มาลี ใจงาม"), add_person(tx, "วิภา รักงาน")
    for person in (mali, wipha):
        lock_dialogue(tx, person, now=NOW)
    save_dialogue(tx, mali, ask=3, state="มาลี", now=NOW)
    assert lock_dialogue(tx, wipha, now=NOW) == Stored(0, "")


def test_what_is_let_go_of_is_kept_for_audit_each_time(tx: Connection) -> None:
    mali = add_person(tx)
    for state in ("one", "two"):
        dialogues.keep_for_audit(tx, mali, state=state, reason="unreadable", now=NOW)
    columns = [dialogue_audit.c[name] for name in ("person_id", "at", "state", "reason")]
    assert tx.execute(select(*columns).order_by(dialogue_audit.c.id)).all() == [
        (mali, NOW, "one", "unreadable"),
        (mali, NOW, "two", "unreadable"),
    ]


# --- several at work ------------------------------------------------------------------------


@pytest.fixture
def people(postgresql: Engine) -> tuple[int, int]:
    with transaction(postgresql) as tx:
        save_unit(tx, UNIT)
        return add_person(tx, "มาลี ใจงาม"), add_person(tx, "วิภา รักงาน")


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_conversation_goes_on_where_the_one_before_it_ended(
    postgresql: Engine, people: tuple[int, int], known: bool
) -> None:
    mali, _ = people
    if known:
        with transaction(postgresql) as tx:
            lock_dialogue(tx, mali, now=NOW)

    def look() -> Stored:
        with transaction(postgresql) as tx:
            return lock_dialogue(tx, mali, now=NOW)

    with ThreadPoolExecutor(1) as other, transaction(postgresql) as tx:
        lock_dialogue(tx, mali, now=NOW)
        looked = other.submit(look)
        until(lambda: looked.done() or somebody_waits_for_a_lock(postgresql))
        assert not looked.done(), "the other one did not wait"
        save_dialogue(tx, mali, ask=5, state="a draft", now=NOW)
        tx.commit()
        assert looked.result(timeout=20) == Stored(5, "a draft")
    with transaction(postgresql) as tx:
        assert tx.execute(select(func.count()).select_from(dialogue)).scalar_one() == 1


def test_nobody_waits_for_the_conversation_of_somebody_else(
    postgresql: Engine, people: tuple[int, int]
) -> None:
    mali, wipha = people
    with transaction(postgresql) as tx:
        lock_dialogue(tx, mali, now=NOW)
        with transaction(postgresql) as other:
            be_impatient(other)
            assert lock_dialogue(other, wipha, now=NOW).state == ""
