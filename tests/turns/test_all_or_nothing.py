"""A turn that breaks, wherever that is, leaves no trace; and it goes through whole afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, update
from sqlalchemy.exc import InterfaceError, OperationalError

from handlers.turns import Answered, Failed, Outcome
from storage.db import reading, transaction
from storage.invitations import issue_invitation
from storage.records import Role
from storage.tables import dialogue, inbox, report
from tests.turns.office import (
    NOW,
    SECOND,
    UNIT,
    Officer,
    arrival,
    everything,
    hire,
    keep,
    open_office,
    press_of,
    states,
    take_turn,
    tell,
)

ATTEMPTS = frozenset({"inbox.attempts"})
CODE = "7K3M-Q9XD"
Prepare = Callable[[Engine, Officer], Mapping[str, Any] | str]


class Injected(Exception):
    """No error of a database: a mistake of the program, anywhere in a turn."""


def beginning(_engine: Engine, _officer: Officer) -> str:
    return "รายงาน"


def sending(engine: Engine, officer: Officer) -> Mapping[str, Any]:
    tell(engine, officer.chat, "รายงาน", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ฝนตก")
    return press_of(engine, officer.chat, "send")


def correcting(engine: Engine, officer: Officer) -> Mapping[str, Any]:
    tell(engine, officer.chat, sending(engine, officer), "แก้ฉบับนี้", "แก้ร้อยละ", "47")
    return press_of(engine, officer.chat, "send")


def erasing(engine: Engine, officer: Officer) -> Mapping[str, Any]:
    tell(engine, officer.chat, sending(engine, officer), "/erase")
    return press_of(engine, officer.chat, "yes")


def joining(engine: Engine, _officer: Officer) -> str:
    with transaction(engine) as tx:
        newcomer = hire(tx, 2)
        issue_invitation(
            tx,
            person_id=newcomer.person_id,
            role=Role.OFFICER,
            unit_code=UNIT.code,
            now=NOW,
            lifetime=60 * SECOND,
            code=CODE,
        )
    return CODE


def guessing(_engine: Engine, _officer: Officer) -> str:
    return "/link 0000-0000"


def being_unreadable(engine: Engine, officer: Officer) -> str:
    tell(engine, officer.chat, "รายงาน", "45")
    with transaction(engine) as tx:
        tx.execute(update(dialogue).values(state="{nonsense"))
    return "ต่อ"


def changing_language(_engine: Engine, _officer: Officer) -> str:
    return "/lang en"


TURNS: list[Prepare] = [
    beginning,
    sending,
    correcting,
    erasing,
    joining,
    guessing,
    being_unreadable,
    changing_language,
]


@contextmanager
def breaking(engine: Engine, moment: str, number: int, error: Exception) -> Iterator[list[str]]:
    """Raise an error once: at the `number`th statement, or before the commit where that is 0.

    Gives what was interrupted.
    """
    seen: list[str] = []
    interrupted: list[str] = []

    def at_statement(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)
        if len(seen) == number and not interrupted:
            interrupted.append(statement)
            raise error

    def at_commit(_connection: object) -> None:
        if not interrupted:
            interrupted.append("COMMIT")
            raise error

    name, hook = (moment, at_statement) if number else ("commit", at_commit)
    event.listen(engine, name, hook)
    try:
        yield interrupted
    finally:
        event.remove(engine, name, hook)


def break_everywhere(
    engine: Engine, moment: str, error: Callable[[], Exception]
) -> Iterator[Outcome | Exception]:
    """Break the next turn at its commit, at its first statement, its second, and so on."""
    number = 0
    while True:
        before = everything(engine, without=ATTEMPTS)
        with breaking(engine, moment, number, error()) as interrupted:
            try:
                outcome: Outcome | Exception = take_turn(engine)
            except (Injected, OperationalError, InterfaceError) as raised:
                outcome = raised
        if not interrupted:
            assert isinstance(outcome, Answered)
            assert number > 5, "a turn has more statements than that"
            return
        assert everything(engine, without=ATTEMPTS) == before, interrupted
        yield outcome
        number += 1


def prepare(engine: Engine, turn: Prepare) -> Officer:
    [officer] = open_office(engine)
    said = turn(engine, officer)
    keep(engine, arrival("somebody-new" if turn is joining else officer.chat, said))
    return officer


@pytest.mark.parametrize("turn", TURNS)
def test_a_mistake_in_the_middle_leaves_nothing_half_written(
    database: Engine, turn: Prepare
) -> None:
    prepare(database, turn)
    answered = len(states(database)) - 1
    kept = everything(database, without=ATTEMPTS)
    failures = 0
    for outcome in break_everywhere(database, "before_cursor_execute", Injected):
        # Before an event is claimed, nobody can say whose fault it is.
        assert isinstance(outcome, Injected | Failed)
        failures += isinstance(outcome, Failed)
        assert states(database)[answered] == ("waiting", int(isinstance(outcome, Failed)))
        with transaction(database) as tx:
            tx.execute(update(inbox).values(attempts=0))
    assert failures > 3
    assert states(database)[answered] == ("done", 0)
    assert everything(database, without=ATTEMPTS) != kept


def test_nor_does_one_just_after_a_statement(database: Engine) -> None:
    prepare(database, sending)
    for _ in break_everywhere(database, "after_cursor_execute", Injected):
        with transaction(database) as tx:
            tx.execute(update(inbox).values(attempts=0))
    assert states(database)[-1] == ("done", 0)
    with reading(database) as tx:
        [(percent, problems, obstacles)] = tx.execute(
            select(report.c.percent, report.c.problems, report.c.obstacles)
        )
    assert (percent, problems, obstacles) == (45, None, "ฝนตก")


# --- the database's own faults --------------------------------------------------------------


def locked() -> Exception:
    return OperationalError("SELECT 1", {}, Exception("database is locked"))


def gone() -> Exception:
    return InterfaceError("SELECT 1", {}, Exception("the connection is closed"))


@pytest.mark.parametrize("error", [locked, gone])
def test_a_fault_of_the_database_is_raised_and_not_counted_against_the_event(
    sqlite: Engine, error: Callable[[], Exception]
) -> None:
    prepare(sqlite, sending)
    times = 0
    for outcome in break_everywhere(sqlite, "before_cursor_execute", error):
        assert isinstance(outcome, OperationalError | InterfaceError)
        assert states(sqlite)[-1] == ("waiting", 0)
        times += 1
    assert times > 5
    assert states(sqlite)[-1] == ("done", 0)


@pytest.mark.parametrize("error", [locked, gone])
def test_a_fault_of_the_database_while_a_failure_is_recorded_leaves_the_event_waiting(
    database: Engine, error: Callable[[], Exception]
) -> None:
    prepare(database, sending)
    with transaction(database) as tx:
        tx.execute(update(inbox).where(inbox.c.state == "waiting").values(attempts=2))
    before = everything(database)

    def fail_at_first(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE dialogue"):
            raise Injected
        if "attempts" in statement and statement.startswith("UPDATE inbox"):
            raise error()

    event.listen(database, "before_cursor_execute", fail_at_first)
    with pytest.raises((OperationalError, InterfaceError)):
        take_turn(database)
    event.remove(database, "before_cursor_execute", fail_at_first)
    assert everything(database) == before
    assert isinstance(take_turn(database), Answered)
