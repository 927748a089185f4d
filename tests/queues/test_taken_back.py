"""Messages that are taken back, and events that nobody can read."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from storage.inbox import HIDDEN, hide_message
from tests.queues.rows import NOW, arrival, inbox_rows, keep, serve_all


def test_the_words_of_a_message_that_was_taken_back_are_forgotten(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"), replace(arrival("e2", at=1), message="m2"))
    serve_all(tx)
    assert hide_message(tx, "m1", channel="line", now=NOW) == ("payload of e1",)
    assert inbox_rows(tx, "payload", "state") == [(HIDDEN, "done"), ("payload of e2", "done")]


def test_one_that_still_waits_is_not_answered(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"), arrival("e2", at=1))
    hide_message(tx, "m1", channel="line", now=NOW)
    assert serve_all(tx) == ["e2"]
    assert inbox_rows(tx, "state", "finished_at")[0] == ("done", NOW)


def test_a_message_of_another_channel_with_that_number_stays(tx: Connection) -> None:
    keep(tx, replace(arrival("e1", channel="telegram"), message="m1"))
    assert hide_message(tx, "m1", channel="line", now=NOW) == ()
    assert serve_all(tx) == ["e1"]


def test_what_was_hidden_is_given_once(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), message="m1"))
    hide_message(tx, "m1", channel="line", now=NOW)
    assert hide_message(tx, "m1", channel="line", now=NOW) == ()


def test_an_event_that_nobody_could_read_is_kept_and_in_nobodys_way(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), aside=True), arrival("e2", at=1))
    assert serve_all(tx) == ["e2"]
    assert inbox_rows(tx, "state", "payload") == [
        ("aside", "payload of e1"),
        ("done", "payload of e2"),
    ]
