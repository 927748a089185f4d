"""Work in batches: what fails for one keeps nobody else from theirs, and an outage stops it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from reminders.batches import in_batches

PEOPLE = range(1, 8)
POISON = 5


@pytest.fixture
def empty() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


def test_what_sqlite_can_never_do_for_one_is_done_for_the_others(empty: Engine) -> None:
    done: list[int] = []

    def work(some: Sequence[int]) -> int:
        if POISON in some:
            with empty.connect() as tx:
                tx.execute(text("SELECT nothing"))
        done.extend(some)
        return len(some)

    steps = in_batches(PEOPLE, work, batch=3)
    counted, failed = [], list[Exception]()
    while True:
        try:
            counted.append(next(steps))
        except StopIteration as end:
            failed = end.value
            break
    assert done == [one for one in PEOPLE if one != POISON]
    assert counted == [3, 1, 1, 1]
    assert [type(one) for one in failed] == [OperationalError]


def test_an_outage_is_waited_for_by_everybody() -> None:
    done: list[int] = []

    def work(some: Sequence[int]) -> int:
        if POISON in some:
            raise OperationalError("", {}, Exception("the database is locked"))
        done.extend(some)
        return len(some)

    with pytest.raises(OperationalError):
        list(in_batches(PEOPLE, work, batch=3))
    assert done == [1, 2, 3]
