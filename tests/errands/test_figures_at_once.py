"""Two who give the same figure at once: one files, the other is told and decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from handlers.turns import Answered, take_one_turn
from storage.db import transaction
from storage.inbox import receive
from storage.people import grant_role
from storage.projects import find_project, save_project
from storage.records import Indicator, Role
from storage.reporters import add_reporter
from storage.tables import evaluation_revision, indicator_revision
from tests.errands.desk import WORKS, Desk
from tests.queues.rows import somebody_waits_for_a_lock, until
from tests.turns.office import CODECS, ISSUER, arrival, press_of


@pytest.fixture(name="desk")
def office(postgresql: Engine) -> Desk:
    """Two officers of one project who both evaluate it as well."""
    desk = Desk(postgresql, now=datetime(2027, 1, 5, 3, tzinfo=UTC))
    desk.hire("มาลี", 1)
    desk.hire("สมพร")
    with transaction(postgresql) as tx:
        add_reporter(tx, project_id=desk.projects[1], person_id=desk.people["สมพร"])
        for person in desk.people.values():
            grant_role(tx, person_id=person, role=Role.EVALUATOR, unit_code=WORKS.code)
        found = find_project(tx, "04160000-0001")
        assert found is not None
        save_project(tx, replace(found[1], indicators=(Indicator("จำนวนสวน", target="4"),)))
    return desk


def press_at_once(desk: Desk, choice: str) -> list[str]:
    """Let both press a button, and give what each is told; they meet at the project's row."""
    for name in desk.people:
        chat = desk.chat(name)
        press = press_of(desk.engine, chat, choice)
        with transaction(desk.engine) as tx:
            receive(tx, [arrival(chat, press, at=desk.now)], now=desk.now)

    def turn() -> object:
        return take_one_turn(desk.engine, CODECS, locale="th", issuer=ISSUER, now=desk.now)

    with ThreadPoolExecutor(2) as workers, transaction(desk.engine) as tx:
        tx.exec_driver_sql("SELECT 1 FROM project FOR NO KEY UPDATE")
        turns = [workers.submit(turn) for _ in range(2)]
        until(lambda: all(one.done() for one in turns) or somebody_waits_for_a_lock(desk.engine, 2))
        assert not any(one.done() for one in turns)
        tx.rollback()
        assert [type(one.result(timeout=20)) for one in turns] == [Answered, Answered]
    return [desk.heard(name)[-1] for name in desk.people]


def test_of_two_who_send_a_result_at_once_one_files_and_the_other_is_asked(desk: Desk) -> None:
    desk.tell("มาลี", "ตัวชี้วัด", "3", "ข้าม")
    desk.tell("สมพร", "ตัวชี้วัด", "4", "ข้าม")
    told = press_at_once(desk, "send")
    assert sorted("ได้รับผลตัวชี้วัดแล้ว" in one for one in told) == [False, True]
    assert sorted("ระหว่างที่ท่านทำอยู่" in one for one in told) == [False, True]
    with transaction(desk.engine) as tx:
        assert len(tx.execute(select(indicator_revision)).all()) == 1


def test_of_two_who_score_at_once_one_files_and_the_other_is_asked(desk: Desk) -> None:
    for name in desk.people:
        desk.tell(name, "/score", "95")
    told = press_at_once(desk, "none")
    assert sorted("บันทึกแล้ว" in one for one in told) == [False, True]
    assert sorted("ยังไม่ได้บันทึกคะแนนของท่าน" in one for one in told) == [False, True]
    with transaction(desk.engine) as tx:
        assert len(tx.execute(select(evaluation_revision)).all()) == 1
