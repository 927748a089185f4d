"""Requests that wait for the person, that are held by a rate, or whose chat has moved."""

from __future__ import annotations

from sqlalchemy import Connection

from storage import outbox
from storage.records import Worth
from storage.unsent import take_parked
from tests.queues.rows import NOW, SECOND, claim, outbox_rows, say


def park_head(tx: Connection) -> None:
    [head] = claim(tx)
    outbox.record_parked(tx, head, failure="Unpaid")


def test_what_is_parked_lets_its_chat_go_on_and_is_never_sent_by_itself(tx: Connection) -> None:
    say(tx, "one", "two")
    park_head(tx)
    [second] = claim(tx)
    assert second.payload == "two"
    outbox.record_sent(tx, [second], now=NOW)
    assert claim(tx, at=NOW + 10_000 * SECOND) == ()


def test_what_is_parked_is_taken_once_in_order_and_only_from_its_chat(tx: Connection) -> None:
    say(tx, "one", "two")
    say(tx, "other", lane="b")
    park_head_of = [*claim(tx)]
    for head in park_head_of:
        outbox.record_parked(tx, head, failure="Unpaid")
    park_head(tx)
    assert take_parked(tx, channel="line", lane="a") == ("one", "two")
    assert take_parked(tx, channel="line", lane="a") == ()
    assert take_parked(tx, channel="telegram", lane="b") == ()
    assert take_parked(tx, channel="line", lane="b") == ("other",)


def test_to_be_held_by_a_rate_is_no_attempt(tx: Connection) -> None:
    say(tx, "one")
    for _ in range(30):
        [head] = claim(tx)
        assert head.attempts == 1
        outbox.record_held(tx, head, not_before=NOW)
    [head] = claim(tx)
    outbox.record_held(tx, head, not_before=NOW + SECOND)
    assert claim(tx) == ()
    assert len(claim(tx, at=NOW + SECOND)) == 1


def test_all_that_waits_goes_with_a_chat_that_moves(tx: Connection) -> None:
    say(tx, "parked", "first", "second")
    say(tx, "other", lane="b")
    [head, other] = claim(tx)
    outbox.record_parked(tx, head, failure="Unpaid")
    outbox.record_sent(tx, [other], now=NOW)
    [head] = claim(tx)
    outbox.record_moved(tx, head, lane="c", now=NOW)
    [again] = claim(tx)
    assert (again.payload, again.lane, again.retry_key) == ("first", "c", head.retry_key)
    assert take_parked(tx, channel="line", lane="c") == ("parked",)
    assert outbox_rows(tx, "payload", "lane") == [("first", "c"), ("second", "c"), ("other", "b")]


def test_each_request_is_claimed_with_what_it_is_worth(tx: Connection) -> None:
    say(tx, "an answer")
    for lane, worth in (("b", Worth.REMINDER), ("c", Worth.URGENT)):
        outbox.enqueue(tx, [worth], channel="line", lane=lane, now=NOW, worth=worth)
    assert [(one.payload, one.worth) for one in claim(tx)] == [
        ("an answer", Worth.FREE),
        ("reminder", Worth.REMINDER),
        ("urgent", Worth.URGENT),
    ]
