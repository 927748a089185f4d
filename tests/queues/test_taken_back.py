"""Messages that are taken back, and events that nobody can read."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from storage import outbox
from storage.inbox import HIDDEN, hide_message
from storage.taken_back import forget_sayings
from storage.unsent import take_parked
from tests.queues.rows import (
    NOW,
    SECOND,
    arrival,
    claim,
    inbox_rows,
    keep,
    outbox_rows,
    say,
    serve_all,
)


def test_the_words_of_a_message_that_was_taken_back_are_forgotten(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"), replace(arrival("e2", at=1), message="m2"))
    serve_all(tx)
    assert hide_message(tx, "m1", channel="line", now=NOW) == {1: "payload of e1"}
    assert inbox_rows(tx, "payload", "state") == [(HIDDEN, "done"), ("payload of e2", "done")]


def test_one_that_still_waits_is_not_answered(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"), arrival("e2", at=1))
    hide_message(tx, "m1", channel="line", now=NOW)
    assert serve_all(tx) == ["e2"]
    assert inbox_rows(tx, "state", "finished_at")[0] == ("done", NOW)


def test_a_message_of_another_channel_with_that_number_stays(tx: Connection) -> None:
    keep(tx, replace(arrival("e1", channel="telegram"), message="m1"))
    assert hide_message(tx, "m1", channel="line", now=NOW) == {}
    assert serve_all(tx) == ["e1"]


def test_what_was_hidden_is_given_once(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"))
    hide_message(tx, "m1", channel="line", now=NOW)
    assert hide_message(tx, "m1", channel="line", now=NOW) == {}


def test_an_event_that_nobody_could_read_is_kept_and_in_nobodys_way(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), aside=True), arrival("e2", at=1))
    assert serve_all(tx) == ["e2"]
    assert inbox_rows(tx, "state", "payload") == [
        ("aside", "payload of e1"),
        ("done", "payload of e2"),
    ]


def test_a_message_that_comes_after_it_was_taken_back_is_hidden_from_the_start(
    tx: Connection,
) -> None:
    keep(tx, replace(arrival("taken back", at=5), message="m1"))
    serve_all(tx)
    hide_message(tx, "m1", channel="line", now=NOW)
    keep(tx, replace(arrival("late"), message="m1"), replace(arrival("e2", at=1), message="m2"))
    assert serve_all(tx) == ["e2"]
    assert inbox_rows(tx, "event_id", "payload", "state")[1] == ("late", HIDDEN, "done")


def test_what_the_bot_said_with_the_words_is_forgotten_and_not_said_again(tx: Connection) -> None:
    say(tx, '{"text": "ถนนพังแล้ว"}', '{"text": "ไม่เกี่ยว"}')
    say(tx, '{"text": "ถนนพังแล้ว"}', lane="b")
    parked, other = claim(tx)
    outbox.record_parked(tx, parked, failure="Unpaid")
    outbox.record_sent(tx, [other], now=NOW)
    [second] = claim(tx)
    outbox.record_sent(tx, [second], now=NOW)
    forget_sayings(tx, ["ถนนพัง", "a"], channel="line", lane="a")
    assert outbox_rows(tx, "payload", "state") == [
        (HIDDEN, "dead"),
        ('{"text": "ไม่เกี่ยว"}', "sent"),
        ('{"text": "ถนนพังแล้ว"}', "sent"),
    ]
    assert take_parked(tx, channel="line", lane="a") == ()


def test_what_was_not_said_yet_with_the_words_is_not_said(tx: Connection) -> None:
    say(tx, '{"text": "ถนนพังแล้ว"}', '{"text": "ถนนพังอีก"}')
    [under_way] = claim(tx)
    forget_sayings(tx, ["ถนนพัง"], channel="line", lane="a")
    assert outbox_rows(tx, "payload", "state") == [(HIDDEN, "sending"), (HIDDEN, "dead")]
    outbox.record_sent(tx, [under_way], now=NOW)
    assert claim(tx, at=NOW + 10_000 * SECOND) == ()
