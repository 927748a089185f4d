from __future__ import annotations

import uuid
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage import outbox
from storage.db import transaction
from storage.records import Dispatch
from tests.queues.rows import (
    LEASE,
    NOW,
    SECOND,
    be_impatient,
    claim,
    outbox_rows,
    say,
)


def payloads(dispatches: tuple[Dispatch, ...]) -> list[str]:
    return [one.payload for one in dispatches]


def deliver_all(tx: Connection) -> list[str]:
    sent = []
    while claimed := claim(tx):
        for one in claimed:
            sent.append(one.payload)
            outbox.record_sent(tx, [one], now=NOW)
    return sent


# --- writing --------------------------------------------------------------------------------


def test_a_request_waits_as_it_was_written(tx: Connection) -> None:
    say(tx, '{"text": "ขอบคุณ 👩🏽‍🌾\\n\\"ครับ\\""}')
    columns = ("payload", "state", "attempts", "created_at", "not_before", "sent_at", "failure")
    assert outbox_rows(tx, *columns) == [
        ('{"text": "ขอบคุณ 👩🏽‍🌾\\n\\"ครับ\\""}', "waiting", 0, NOW, NOW, None, None)
    ]


def test_to_say_nothing_is_to_write_nothing(tx: Connection) -> None:
    say(tx)
    assert outbox_rows(tx, "id") == []


def test_every_request_has_a_retry_key_of_its_own_which_never_changes(tx: Connection) -> None:
    say(tx, "one", "two", "three")
    keys = [key for (key,) in outbox_rows(tx, "retry_key")]
    assert len({uuid.UUID(key) for key in keys}) == 3
    [first] = claim(tx)
    outbox.record_retry(tx, first, not_before=NOW + SECOND, failure="busy")
    [again] = claim(tx, at=NOW + SECOND)
    assert (again.retry_key, again.payload) == (keys[0], "one")


# --- order ----------------------------------------------------------------------------------


def test_a_chat_is_told_one_thing_after_another(tx: Connection) -> None:
    say(tx, "one", "two")
    say(tx, "three")
    [first] = claim(tx)
    assert first.payload == "one"
    assert claim(tx) == ()
    outbox.record_sent(tx, [first], now=NOW)
    assert deliver_all(tx) == ["two", "three"]
    assert outbox_rows(tx, "state", "sent_at", "lease_until") == [("sent", NOW, None)] * 3


def test_the_chats_of_all_channels_are_told_side_by_side(tx: Connection) -> None:
    say(tx, "a1", "a2", lane="a")
    say(tx, "b1", "b2", lane="b")
    say(tx, "t1", "t2", lane="a", channel="telegram")
    assert payloads(claim(tx, channels=("line", "telegram"))) == ["a1", "b1", "t1"]


def test_only_the_named_channels_the_named_chat_and_so_many_are_taken(tx: Connection) -> None:
    for lane in "abc":
        say(tx, f"line {lane}", lane=lane)
        say(tx, f"telegram {lane}", lane=lane, channel="telegram")
    assert claim(tx, channels=()) == ()
    assert payloads(claim(tx, channels=("telegram",), lane="b")) == ["telegram b"]
    assert payloads(claim(tx, limit=2)) == ["line a", "line b"]
    assert payloads(claim(tx, channels=("line", "telegram"))) == [
        "telegram a",
        "line c",
        "telegram c",
    ]


# --- trying again ---------------------------------------------------------------------------


def test_what_did_not_go_out_is_tried_again_at_its_time_and_not_before(tx: Connection) -> None:
    say(tx, "one", "two")
    [first] = claim(tx)
    later = NOW + timedelta(seconds=30)
    outbox.record_retry(tx, first, not_before=later, failure="busy")
    assert outbox_rows(tx, "state", "failure")[0] == ("waiting", "busy")
    assert claim(tx, at=later - timedelta(milliseconds=1)) == ()
    [again] = claim(tx, at=later)
    assert (again.id, again.attempts) == (first.id, 2)
    outbox.record_sent(tx, [again], now=later)
    assert outbox_rows(tx, "state", "failure")[0] == ("sent", None)


def test_what_will_never_go_out_lets_the_chat_go_on(tx: Connection) -> None:
    say(tx, "one", "two")
    [first] = claim(tx)
    outbox.record_dead(tx, first, failure="blocked by the person")
    assert deliver_all(tx) == ["two"]
    assert outbox_rows(tx, "state", "failure") == [
        ("dead", "blocked by the person"),
        ("sent", None),
    ]


# --- leases ---------------------------------------------------------------------------------


def test_nobody_takes_what_somebody_holds_until_the_lease_runs_out(tx: Connection) -> None:
    say(tx, "one", "two")
    [held] = claim(tx)
    assert claim(tx, at=NOW + LEASE - SECOND) == ()
    [taken_over] = claim(tx, at=NOW + LEASE)
    assert (taken_over.id, taken_over.attempts) == (held.id, held.attempts + 1)
    assert (taken_over.retry_key, taken_over.payload) == (held.retry_key, held.payload)


@pytest.mark.parametrize("late", ["sent", "retry", "dead"])
@pytest.mark.parametrize("finally_", ["held", "sent", "retried", "dead"])
def test_whoever_lost_the_lease_changes_nothing_any_more(
    tx: Connection, late: str, finally_: str
) -> None:
    say(tx, "one")
    [lost] = claim(tx)
    then = NOW + LEASE
    [holder] = claim(tx, at=then)
    match finally_:
        case "sent":
            outbox.record_sent(tx, [holder], now=then)
        case "retried":
            outbox.record_retry(tx, holder, not_before=then + LEASE, failure="busy")
        case "dead":
            outbox.record_dead(tx, holder, failure="blocked")
    columns = ("state", "not_before", "lease_until", "sent_at", "failure", "attempts")
    before = outbox_rows(tx, *columns)
    match late:
        case "sent":
            outbox.record_sent(tx, [lost], now=then + SECOND)
        case "retry":
            outbox.record_retry(tx, lost, not_before=then + SECOND, failure="late")
        case "dead":
            outbox.record_dead(tx, lost, failure="late")
    assert outbox_rows(tx, *columns) == before


def test_whoever_is_late_may_still_say_so_while_nobody_took_over(tx: Connection) -> None:
    say(tx, "one")
    [held] = claim(tx)
    outbox.record_sent(tx, [held], now=NOW + 2 * LEASE)
    assert claim(tx, at=NOW + 2 * LEASE) == ()


def test_what_is_recorded_once_is_not_recorded_again(tx: Connection) -> None:
    say(tx, "one")
    [held] = claim(tx)
    outbox.record_sent(tx, [held], now=NOW)
    outbox.record_retry(tx, held, not_before=NOW, failure="busy")
    outbox.record_dead(tx, held, failure="blocked")
    assert outbox_rows(tx, "state", "sent_at", "failure") == [("sent", NOW, None)]


# --- several at work ------------------------------------------------------------------------


def test_no_two_senders_take_the_same_request_or_wait_for_each_other(postgresql: Engine) -> None:
    with transaction(postgresql) as tx:
        for lane in "abc":
            say(tx, f"{lane}1", f"{lane}2", lane=lane)
    with ExitStack() as stack:
        senders = [stack.enter_context(postgresql.connect()) for _ in range(4)]
        for sender in senders:
            be_impatient(sender)
        taken = [payloads(claim(sender, limit=1)) for sender in senders]
        assert taken == [["a1"], ["b1"], ["c1"], []]
        for sender in senders:
            sender.commit()
    with transaction(postgresql) as tx:
        assert claim(tx) == ()


def test_a_turn_can_speak_in_a_chat_while_it_is_told_something(postgresql: Engine) -> None:
    with transaction(postgresql) as tx:
        say(tx, "one")
    with transaction(postgresql) as sender:
        assert payloads(claim(sender)) == ["one"]
        with transaction(postgresql) as turn:
            be_impatient(turn)
            say(turn, "two")
    with transaction(postgresql) as tx:
        assert claim(tx) == ()
