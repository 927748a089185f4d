from __future__ import annotations

import random
from collections import defaultdict
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, Engine

from storage import inbox
from storage.db import transaction
from tests.queues.rows import (
    NOW,
    SECOND,
    arrival,
    be_impatient,
    event_of,
    first_of,
    inbox_rows,
    keep,
    serve_all,
)

# --- receiving ------------------------------------------------------------------------------


def test_an_event_is_kept_once_however_often_it_arrives(tx: Connection) -> None:
    assert keep(tx, arrival("e1"), arrival("e2"), arrival("e1")) == 2
    assert keep(tx, arrival("e2"), arrival("e3")) == 1
    assert inbox_rows(tx, "event_id") == [("e1",), ("e2",), ("e3",)]


def test_an_event_that_was_answered_is_known_for_good(tx: Connection) -> None:
    keep(tx, arrival("e1"))
    assert serve_all(tx) == ["e1"]
    assert keep(tx, arrival("e1", at=5)) == 0
    assert serve_all(tx) == []


def test_an_event_that_was_set_aside_is_known_for_good(tx: Connection) -> None:
    keep(tx, arrival("e1"))
    _set_aside(tx)
    assert keep(tx, arrival("e1")) == 0
    assert inbox.claim_next(tx, now=NOW) is None


def test_two_channels_may_use_the_same_id(tx: Connection) -> None:
    assert keep(tx, arrival("e1", channel="line"), arrival("e1", channel="telegram")) == 2


def test_what_arrives_is_kept_as_it_was_sent(tx: Connection) -> None:
    sent = arrival('{"text": "๔๕% 👩🏽‍🌾 \\n \\"ครับ\\"", "x": [1.50]}')
    keep(tx, sent)
    columns = ("channel", "event_id", "lane", "payload", "occurred_at", "received_at", "attempts")
    assert inbox_rows(tx, *columns) == [
        ("line", sent.event_id, "a", sent.payload, sent.occurred_at, NOW, 0)
    ]


# --- order ----------------------------------------------------------------------------------


def test_a_chat_is_served_in_the_order_in_which_things_happened(tx: Connection) -> None:
    keep(tx, arrival("third", at=3), arrival("first", at=1), arrival("second", at=2))
    assert serve_all(tx) == ["first", "second", "third"]


def test_what_happened_at_the_same_moment_is_served_as_it_arrived(tx: Connection) -> None:
    keep(tx, arrival("z"), arrival("m"), arrival("a"))
    assert serve_all(tx) == ["z", "m", "a"]


def test_the_chat_that_came_first_is_served_first(tx: Connection) -> None:
    keep(tx, arrival("e1", lane="b", at=9), arrival("e2", lane="a", at=1))
    assert serve_all(tx) == ["e1", "e2"]


@pytest.mark.parametrize("seed", range(5))
def test_however_events_arrive_every_chat_is_served_in_its_order(tx: Connection, seed: int) -> None:
    sent = [
        arrival(f"{channel}-{lane}-{number}", lane=lane, channel=channel, at=number // 2)
        for number in range(8)
        for lane in ("a", "b", "c")
        for channel in ("line", "telegram")
    ]
    shuffled = random.Random(seed).sample(sent, len(sent))
    keep(tx, *shuffled)
    served = defaultdict(list)
    for event in serve_all(tx):
        channel, lane, number = event.split("-")
        served[channel, lane].append(int(number))
    assert len(served) == 6
    for (channel, lane), numbers in served.items():
        arrived = [
            int(one.event_id.split("-")[2])
            for one in shuffled
            if (one.channel, one.lane) == (channel, lane)
        ]
        assert numbers == sorted(arrived, key=lambda number: number // 2)


# --- failing --------------------------------------------------------------------------------


def test_an_event_is_set_aside_after_its_third_failure_and_the_chat_goes_on(
    tx: Connection,
) -> None:
    keep(tx, arrival("poison", at=1), arrival("next", at=2), arrival("other", lane="b"))
    poison = first_of(tx)
    assert [inbox.record_failure(tx, poison, now=NOW) for _ in range(3)] == [
        False,
        False,
        True,
    ]
    assert inbox_rows(tx, "state", "attempts", "finished_at")[0] == ("aside", 3, NOW)
    assert serve_all(tx) == ["next", "other"]


def test_an_event_that_fails_keeps_its_place(tx: Connection) -> None:
    keep(tx, arrival("e1", at=1), arrival("e2", at=2))
    first = first_of(tx)
    inbox.record_failure(tx, first, now=NOW)
    again = inbox.claim_next(tx, now=NOW)
    assert again is not None
    assert (again.id, again.attempts) == (first, 1)


def test_a_failure_of_an_event_that_somebody_else_answered_counts_for_nothing(
    tx: Connection,
) -> None:
    keep(tx, arrival("e1"))
    claimed = inbox.claim_next(tx, now=NOW)
    assert claimed is not None
    assert [inbox.record_failure(tx, claimed.id, now=NOW + SECOND) for _ in range(4)] == [False] * 4
    assert inbox_rows(tx, "state", "attempts", "finished_at") == [("done", 0, NOW)]


def test_an_event_waits_until_it_is_answered_or_set_aside(tx: Connection) -> None:
    keep(tx, arrival("e1"), arrival("e2", lane="b"))
    assert inbox.is_waiting(tx, "e1", channel="line")
    assert not inbox.is_waiting(tx, "e1", channel="telegram")
    assert not inbox.is_waiting(tx, "unknown", channel="line")
    _set_aside(tx)
    assert not inbox.is_waiting(tx, "e1", channel="line")
    serve_all(tx)
    assert not inbox.is_waiting(tx, "e2", channel="line")


def _set_aside(tx: Connection) -> None:
    first = first_of(tx)
    while not inbox.record_failure(tx, first, now=NOW):
        pass


# --- several at work ------------------------------------------------------------------------


def test_an_event_whose_transaction_fails_waits_for_the_next(database: Engine) -> None:
    with transaction(database) as tx:
        keep(tx, arrival("e1", at=1), arrival("e2", at=2))
    with database.connect() as connection, connection.begin() as begun:
        claimed = inbox.claim_next(connection, now=NOW)
        assert event_of(claimed) == "e1"
        assert claimed is not None
        begun.rollback()
    with transaction(database) as tx:
        assert serve_all(tx) == ["e1", "e2"]


def test_no_two_workers_hold_the_same_event_or_the_same_chat(postgresql: Engine) -> None:
    """Each takes what nobody holds without waiting, and none takes what lies behind a held one."""
    with transaction(postgresql) as tx:
        keep(tx, *(arrival(f"{n}-{lane}", lane=lane, at=n) for n in (1, 2) for lane in "abc"))
    with ExitStack() as stack:
        workers = [stack.enter_context(postgresql.connect()) for _ in range(4)]
        for worker in workers:
            be_impatient(worker)
        claimed = [inbox.claim_next(worker, now=NOW) for worker in workers]
        assert [event_of(one) for one in claimed[:3]] == ["1-a", "1-b", "1-c"]
        assert claimed[3] is None
        assert claimed[1] is not None
        workers[1].commit()
        assert event_of(inbox.claim_next(workers[3], now=NOW)) == "2-b"


def test_a_new_event_of_a_chat_at_work_can_be_received_meanwhile(postgresql: Engine) -> None:
    with transaction(postgresql) as tx:
        keep(tx, arrival("e1", at=1))
    with transaction(postgresql) as worker:
        assert event_of(inbox.claim_next(worker, now=NOW)) == "e1"
        with transaction(postgresql) as web:
            be_impatient(web)
            assert keep(web, arrival("e2", at=2)) == 1
        with transaction(postgresql) as other:
            assert inbox.claim_next(other, now=NOW) is None
    with transaction(postgresql) as web:
        assert keep(web, arrival("e1", at=1)) == 0
