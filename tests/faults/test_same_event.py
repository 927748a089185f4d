"""The same event delivered at the same moment through two connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from storage.db import reading, transaction
from storage.inbox import receive
from storage.tables import inbox
from tests.queues.rows import NOW, arrival, keep, somebody_waits_for_a_lock, until


def known(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(inbox.c.event_id).order_by(inbox.c.id)).scalars())


def receive_elsewhere(engine: Engine) -> int:
    with transaction(engine) as tx:
        return keep(tx, arrival("e1"), arrival("e2"))


@pytest.mark.parametrize("first", ["commits", "fails"])
def test_the_second_waits_for_the_first_and_takes_what_that_one_did_not_keep(
    postgresql: Engine, first: str
) -> None:
    with ThreadPoolExecutor(1) as other, transaction(postgresql) as tx:
        assert keep(tx, arrival("e1"), arrival("e2")) == 2
        second = other.submit(receive_elsewhere, postgresql)
        until(lambda: second.done() or somebody_waits_for_a_lock(postgresql))
        assert not second.done()
        if first == "commits":
            tx.commit()
        else:
            tx.rollback()
        assert second.result(timeout=20) == (0 if first == "commits" else 2)
    assert known(postgresql) == ["e1", "e2"]


def test_of_many_at_once_exactly_one_is_the_first(database: Engine) -> None:
    start = threading.Barrier(5)

    def deliver(number: int) -> int:
        start.wait(timeout=20)
        new = 0
        for event in range(10):
            with transaction(database) as tx:
                new += receive(tx, [arrival(f"e{event}", at=number)], now=NOW)
        return new

    with ThreadPoolExecutor(5) as platforms:
        assert sum(platforms.map(deliver, range(5))) == 10
    assert sorted(known(database)) == sorted(f"e{event}" for event in range(10))
