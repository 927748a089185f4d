"""Events on their way in: kept once each, handed out one at a time and in order within a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, literal_column, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.records import Arrival, Claimed
from storage.tables import inbox

WAITING, DONE, ASIDE = "waiting", "done", "aside"
MAX_ATTEMPTS = 3


def receive(tx: Connection, arrivals: Sequence[Arrival], *, now: datetime) -> int:
    """Keep events that are not known yet; gives how many were new."""
    new = 0
    for arrival in arrivals:
        row = insert(inbox).values(
            channel=arrival.channel,
            event_id=arrival.event_id,
            lane=arrival.lane,
            payload=arrival.payload,
            occurred_at=arrival.occurred_at,
            received_at=now,
            state=WAITING,
            attempts=0,
        )
        kept = tx.execute(row.on_conflict_do_nothing().returning(inbox.c.id))
        new += len(kept.all())
    return new


def claim_next(tx: Connection) -> Claimed | None:
    """Take the oldest waiting event of a chat that nobody else is working on.

    It stays waiting until `finish`: should the transaction fail, it is there for the next one.
    An event is only taken when no earlier one of its chat waits, so a chat is served in order.
    """
    earlier = inbox.alias("earlier")
    # Written into the statement, not bound to it: only so is the index of what waits of use.
    waiting: ColumnElement[str] = literal_column(f"'{WAITING}'")
    is_behind = exists().where(
        earlier.c.state == waiting,
        earlier.c.channel == inbox.c.channel,
        earlier.c.lane == inbox.c.lane,
        tuple_(earlier.c.occurred_at, earlier.c.id) < tuple_(inbox.c.occurred_at, inbox.c.id),
    )
    row = tx.execute(
        select(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.lane,
            inbox.c.payload,
            inbox.c.attempts,
            inbox.c.received_at,
        )
        .where(inbox.c.state == waiting, ~is_behind)
        .order_by(inbox.c.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    ).one_or_none()
    return None if row is None else Claimed(*row)


def finish(tx: Connection, event_id: int, *, now: datetime) -> None:
    """The event is answered."""
    done = update(inbox).where(inbox.c.id == event_id)
    tx.execute(done.values(state=DONE, finished_at=now))


def record_failure(tx: Connection, event_id: int, *, now: datetime) -> bool:
    """Count a turn that failed; after the third the event is set aside, which gives True."""
    attempts = tx.execute(
        update(inbox)
        .where(inbox.c.id == event_id, inbox.c.state == WAITING)
        .values(attempts=inbox.c.attempts + 1)
        .returning(inbox.c.attempts)
    ).scalar_one_or_none()
    if attempts is None or attempts < MAX_ATTEMPTS:
        return False
    aside = update(inbox).where(inbox.c.id == event_id)
    tx.execute(aside.values(state=ASIDE, finished_at=now))
    return True


def is_waiting(tx: Connection, event_id: str, *, channel: str) -> bool:
    """Tell whether an event has still to be answered."""
    state = select(inbox.c.state).where(inbox.c.channel == channel, inbox.c.event_id == event_id)
    return tx.execute(state).scalar_one_or_none() == WAITING
