"""A flood is slowed, and only the chat that it comes from."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from storage import inbox
from storage.inbox import CALM, FLOOD_PAUSE
from tests.queues.rows import NOW, arrival, event_of, keep, serve_all


def test_what_somebody_quick_sends_is_answered_at_once(tx: Connection) -> None:
    keep(tx, *(arrival(f"e{number}", at=number) for number in range(CALM)))
    assert serve_all(tx) == [f"e{number}" for number in range(CALM)]


def test_a_flood_is_answered_one_a_second_and_nothing_of_it_is_lost(tx: Connection) -> None:
    flood = [arrival(f"e{number}", at=number) for number in range(CALM + 3)]
    for one in flood:
        keep(tx, one)
    assert len(serve_all(tx)) == CALM
    later = NOW
    for number in range(CALM, CALM + 3):
        assert inbox.claim_next(tx, now=later) is None
        later += FLOOD_PAUSE
        claimed = inbox.claim_next(tx, now=later)
        assert event_of(claimed) == f"e{number}"
        assert claimed is not None


def test_a_flood_that_comes_in_one_call_is_slowed_alike(tx: Connection) -> None:
    keep(tx, *(arrival(f"e{number}", at=number) for number in range(CALM + 3)))
    assert len(serve_all(tx)) == CALM


def test_whoever_writes_beside_a_flood_is_not_slowed(tx: Connection) -> None:
    keep(tx, *(arrival(f"e{number}", at=number) for number in range(CALM * 5)))
    keep(tx, arrival("calm", lane="b"))
    assert serve_all(tx)[-1] == "calm"


def test_a_flood_that_was_answered_slows_nobody_afterwards(tx: Connection) -> None:
    keep(tx, *(arrival(f"e{number}", at=number) for number in range(CALM)))
    serve_all(tx)
    keep(tx, arrival("later", at=100))
    assert serve_all(tx) == ["later"]


def test_the_same_flood_delivered_again_adds_nothing(tx: Connection) -> None:
    flood = [arrival(f"e{number}", at=number) for number in range(CALM + 1)]
    assert keep(tx, *flood, *flood) == CALM + 1
    assert keep(tx, *flood) == 0
    assert len(serve_all(tx)) == CALM
    end = NOW + timedelta(seconds=CALM + 2)
    assert inbox.claim_next(tx, now=end) is not None
