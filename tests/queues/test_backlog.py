from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection

from storage import inbox, outbox
from storage.backlog import Backlog, read_backlog
from storage.filing import Filing, file_entry
from storage.inbox import CALM, receive
from storage.page_log import add_imported
from storage.periods import Period
from storage.records import Content, ImportedReport, Timeliness
from tests.queues.rows import (
    LEASE,
    NOW,
    SECOND,
    add_person,
    add_project,
    arrival,
    claim,
    first_of,
    inbox_rows,
    keep,
    say,
)

MINUTE = timedelta(minutes=1)
NOTHING = timedelta()


def test_in_an_idle_service_nothing_waits(tx: Connection) -> None:
    assert read_backlog(tx, channels=["line"], now=NOW) == Backlog(0, NOTHING, 0, 0, NOTHING, 0)


def test_events_wait_from_when_they_were_received(tx: Connection) -> None:
    # That something happened long ago says nothing of us.
    receive(tx, [arrival("e1", at=-9999)], now=NOW)
    receive(tx, [arrival("e2", lane="b")], now=NOW + 30 * SECOND)
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.events_waiting, seen.oldest_event) == (2, MINUTE)
    claimed = inbox.claim_next(tx, now=NOW)
    assert claimed is not None
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.events_waiting, seen.oldest_event) == (1, 30 * SECOND)


def test_events_that_were_set_aside_are_counted_and_wait_no_more(tx: Connection) -> None:
    keep(tx, arrival("e1"))
    first = first_of(tx)
    while not inbox.record_failure(tx, first, now=NOW):
        pass
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.events_waiting, seen.events_aside, seen.oldest_event) == (0, 1, NOTHING)


def test_requests_wait_from_their_time_on_until_they_are_sent_or_dead(tx: Connection) -> None:
    for lane in "abc":
        say(tx, lane, lane=lane)
    sent, dead, later = claim(tx)
    assert read_backlog(tx, channels=["line"], now=NOW + MINUTE).requests_waiting == 3
    assert read_backlog(tx, channels=["line"], now=NOW + MINUTE).oldest_request == MINUTE
    outbox.record_sent(tx, [sent], now=NOW)
    outbox.record_dead(tx, dead, failure="blocked")
    outbox.record_retry(tx, later, not_before=NOW + 2 * MINUTE, failure="busy")
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.requests_waiting, seen.oldest_request) == (1, NOTHING)
    assert read_backlog(tx, channels=["line"], now=NOW + 3 * MINUTE).oldest_request == MINUTE
    claim(tx, at=NOW + 2 * MINUTE)
    assert read_backlog(tx, channels=["line"], now=NOW + 2 * MINUTE + LEASE).oldest_request == LEASE


def test_of_a_flood_nothing_is_late_before_its_time(tx: Connection) -> None:
    keep(tx, *(arrival(f"e{number}", at=number) for number in range(CALM + 60)))
    for _ in range(CALM):
        claimed = inbox.claim_next(tx, now=NOW)
        assert claimed is not None
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.events_waiting, seen.oldest_event) == (60, 59 * SECOND)


def test_requests_of_channels_that_the_service_does_not_send_for_count_for_nothing(
    tx: Connection,
) -> None:
    say(tx, "to a closed terminal", channel="terminal")
    seen = read_backlog(tx, channels=["line"], now=NOW + MINUTE)
    assert (seen.requests_waiting, seen.oldest_request) == (0, NOTHING)


def test_an_event_that_nobody_could_read_is_no_failure_of_a_turn(tx: Connection) -> None:
    keep(tx, replace(arrival("e1"), aside=True))
    assert read_backlog(tx, channels=["line"], now=NOW).events_aside == 0


def test_of_reports_only_those_that_were_filed_in_chat_count(tx: Connection) -> None:
    project = add_project(tx)
    content = Content(Decimal(45), "ขุดลอกคลองแล้ว", None, None)
    add_imported(tx, project, [ImportedReport(content, NOW.date(), None)])
    keep(tx, arrival("e1"))
    number = inbox_rows(tx, "id")[0][0]
    by = Filing(add_person(tx), "line", number, NOW.date(), Timeliness.ON_TIME, NOW)
    file_entry(tx, content, project_id=project, period=Period(2026, 11), by=by)
    assert read_backlog(tx, channels=["line"], now=NOW).reports_filed == 1
