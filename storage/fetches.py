"""Fetching evidence: who fetches what, what came of it, and when the person is told."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)

from storage.evidence import FETCHING, KEPT, REFUSED, WANTED
from storage.inbox import HIDDEN, WAITING
from storage.records import Described, Refusal, Wanted
from storage.tables import evidence, inbox

# Pictures of one album arrive one after another. Only when nothing more has come for so long is
# the person told, of all together.
QUIET = timedelta(seconds=1)
# A platform that is away may be back at once; after so long the person is told to go on.
PATIENCE = timedelta(seconds=10)

# What is told upon an event a second time has no free answer left: it waits for the next event.
TOO_LATE = timedelta(hours=1)

STORE_LOCK = 5_663_002  # of PostgreSQL's advisory locks; any number that is ours alone

# Written into statements, not bound to them: only so are the partial indexes of use.
_PENDING: ColumnElement[bool] = evidence.c.state.in_(
    [literal_column(f"'{state}'") for state in (WANTED, FETCHING)]
)
_UNTOLD = evidence.c.told_by.is_(None)


def hold_store(tx: Connection) -> None:
    """Let nobody else name or remove a file of the store until the transaction ends.

    A file gets its name in the transaction that records it, so whoever holds the store and finds
    a file without a row knows that nobody is about to write that row.
    """
    if tx.dialect.name != "sqlite":  # which has one writer anyway
        tx.execute(text(f"SELECT pg_advisory_xact_lock({STORE_LOCK})"))


def anything_to_fetch_or_tell(tx: Connection) -> bool:
    """Tell whether there is evidence to be fetched or told of, now or later."""
    return bool(
        tx.execute(select(or_(exists().where(_PENDING), exists().where(_UNTOLD)))).scalar_one()
    )


def claim_wanted(
    tx: Connection, *, channels: Collection[str], now: datetime, lease: timedelta, limit: int
) -> tuple[Wanted, ...]:
    """Take up to `limit` things that are to be fetched, the oldest first, and hold them.

    What somebody else held is taken when its lease has run out.
    """
    due = or_(
        and_(evidence.c.state == WANTED, evidence.c.not_before <= now),
        and_(evidence.c.state == FETCHING, evidence.c.lease_until <= now),
    )
    ids = tx.execute(
        select(evidence.c.id)
        .where(_PENDING, due, evidence.c.channel.in_(channels))
        .order_by(evidence.c.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    ).scalars()
    rows = tx.execute(
        update(evidence)
        .where(evidence.c.id.in_(list(ids)))
        .values(state=FETCHING, lease_until=now + lease, attempts=evidence.c.attempts + 1)
        .returning(
            evidence.c.id,
            evidence.c.channel,
            evidence.c.reference,
            evidence.c.attempts,
            evidence.c.created_at,
        )
    )
    return tuple(sorted((Wanted(*row) for row in rows), key=lambda one: one.id))


def record_kept(tx: Connection, wanted: Wanted, content: Described) -> bool:
    """It is in the store; False where it is forgotten or somebody else's by now."""
    return _settle(
        tx,
        wanted,
        state=KEPT,
        sha256=content.sha256,
        size=content.size,
        kind=content.kind,
        media_type=content.media_type,
        told_by=None,
    )


def record_refused(tx: Connection, wanted: Wanted, *, refusal: Refusal, now: datetime) -> None:
    """It will never be kept."""
    _settle(tx, wanted, state=REFUSED, refusal=refusal, released_at=now, told_by=None)


def record_later(tx: Connection, wanted: Wanted, *, not_before: datetime, failure: str) -> None:
    """It could not be fetched, and is tried again from `not_before` on."""
    _settle(tx, wanted, state=WANTED, not_before=not_before, failure=failure)


def _settle(tx: Connection, wanted: Wanted, **outcome: object) -> bool:
    # Whoever let the lease run out has lost it to the next holder, and must not undo what that
    # one records.
    mine = and_(
        evidence.c.id == wanted.id,
        evidence.c.state == FETCHING,
        evidence.c.attempts == wanted.attempts,
    )
    settled = update(evidence).where(mine).values(lease_until=None, **outcome)
    return tx.execute(settled.returning(evidence.c.id)).one_or_none() is not None


# --- telling --------------------------------------------------------------------------------


def announce(tx: Connection, *, now: datetime) -> int:
    """Put an event into each chat in which there is something to tell; gives how many.

    It is time when all that was sent there is settled, nothing more came for a quiet second, and
    no event of the chat waits. The event has the payload of the last that brought something, and
    counts as received with it: on LINE its answer is paid for by that event's token, but once.
    """
    hold_store(tx)
    chats: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in tx.execute(_untold()):
        chats[row.channel, row.lane].append(row)
    ripe = [rows for rows in chats.values() if _is_ripe(rows, now)]
    return sum(_tell(tx, rows, now=now) for rows in ripe)


def _untold() -> Any:
    waiting = exists().where(
        inbox.c.state == literal_column(f"'{WAITING}'"),
        inbox.c.channel == evidence.c.channel,
        inbox.c.lane == evidence.c.lane,
    )
    return select(evidence, waiting.label("busy")).where(_UNTOLD).order_by(evidence.c.id)


def _is_ripe(rows: Sequence[Row[Any]], now: datetime) -> bool:
    if rows[0].busy or max(row.created_at for row in rows) > now - QUIET:
        return False
    return all(
        row.state in (KEPT, REFUSED)
        or (row.failure is not None and row.created_at <= now - PATIENCE)
        for row in rows
    )


def _tell(tx: Connection, rows: Sequence[Row[Any]], *, now: datetime) -> bool:
    ids = [row.id for row in rows]
    newest = tx.execute(
        select(inbox)
        .where(inbox.c.id.in_(ids), inbox.c.payload != HIDDEN)
        .order_by(inbox.c.id.desc())
        .limit(1)
    ).one_or_none()
    told = update(evidence).where(evidence.c.id.in_(ids), _UNTOLD)
    if newest is None:  # the chat is forgotten: there is nobody to tell
        tx.execute(told.values(told_by=evidence.c.id))
        return False
    news = f"evidence-{newest.id}"
    told_of = exists().where(inbox.c.channel == newest.channel, inbox.c.event_id == news)
    again = tx.execute(select(told_of)).scalar_one()
    put = insert(inbox).values(
        channel=newest.channel,
        lane=newest.lane,
        payload=newest.payload,
        received_at=newest.received_at - TOO_LATE if again else newest.received_at,
        event_id=f"{news}-{uuid.uuid4()}" if again else news,
        occurred_at=now,
        state=WAITING,
        attempts=0,
        not_before=now,
        news=True,
    )
    event = tx.execute(put.returning(inbox.c.id)).scalar_one()
    tx.execute(told.values(told_by=event))
    return True
