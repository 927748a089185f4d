"""What the tests of the queues write and look at."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, text

from storage import inbox, outbox
from storage.inbox import receive
from storage.people import find_or_add_person
from storage.projects import save_project
from storage.records import Arrival, Claimed, Dispatch, ProjectFacts, Unit
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=60)
UNIT = Unit("04160200", "กองทดลองใช้")


def arrival(event_id: str, *, lane: str = "a", at: int = 0, channel: str = "line") -> Arrival:
    """An event of a chat that happened `at` so many seconds; its payload names it."""
    return Arrival(channel, event_id, lane, NOW + at * SECOND, f"payload of {event_id}")


def keep(tx: Connection, *arrivals: Arrival) -> int:
    return receive(tx, arrivals, now=NOW)


def serve_all(tx: Connection) -> list[str]:
    """Claim until nothing waits; gives the events in the order of their turns."""
    served = []
    while (claimed := inbox.claim_next(tx, now=NOW)) is not None:
        served.append(event_of(claimed))
    return served


def first_of(tx: Connection) -> int:
    """Give the number of the event that is claimed next, leaving it as it was."""
    attempt = tx.begin_nested()
    claimed = inbox.claim_next(tx, now=NOW)
    attempt.rollback()
    assert claimed is not None
    return claimed.id


def event_of(claimed: Claimed | None) -> str:
    assert claimed is not None, "nothing could be claimed"
    return claimed.payload.removeprefix("payload of ")


def inbox_rows(tx: Connection, *columns: str) -> list[tuple[Any, ...]]:
    chosen = [inbox_table.c[name] for name in columns]
    return [tuple(row) for row in tx.execute(select(*chosen).order_by(inbox_table.c.id))]


def outbox_rows(tx: Connection, *columns: str) -> list[tuple[Any, ...]]:
    chosen = [outbox_table.c[name] for name in columns]
    return [tuple(row) for row in tx.execute(select(*chosen).order_by(outbox_table.c.id))]


def say(tx: Connection, *payloads: str, lane: str = "a", channel: str = "line") -> None:
    outbox.enqueue(tx, payloads, channel=channel, lane=lane, now=NOW)


def claim(
    tx: Connection,
    *,
    at: datetime = NOW,
    channels: Sequence[str] = ("line",),
    limit: int = 32,
    lane: str | None = None,
) -> tuple[Dispatch, ...]:
    return outbox.claim_due(tx, channels=channels, now=at, lease=LEASE, limit=limit, lane=lane)


def add_project(tx: Connection, code: str = "04160200-0001") -> int:
    return save_project(tx, ProjectFacts(code, f"โครงการ {code}", UNIT.code, 2570)).id


def add_person(tx: Connection, name: str = "มาลี ใจงาม") -> int:
    return find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=NOW).id


def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something is so; it fails where that takes too long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def somebody_waits_for_a_lock(engine: Engine, people: int = 1) -> bool:
    """Tell whether PostgreSQL lets so many connections to this database wait for another one."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect() as connection:
        return int(connection.execute(waiting).scalar_one()) >= people


def be_impatient(tx: Connection) -> None:
    """Let whatever waits for a lock in this transaction fail instead of hanging the test."""
    tx.execute(text("SET LOCAL lock_timeout = '500ms'"))
