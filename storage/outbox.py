"""Requests on their way out: written with the turn that says them, sent in order in each chat."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from storage.records import Dispatch
from storage.tables import outbox

WAITING, SENDING, SENT, DEAD = "waiting", "sending", "sent", "dead"

# Written into statements, not bound to them: only so is the index of what is pending of use.
PENDING: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in (WAITING, SENDING)]


def enqueue(
    tx: Connection,
    payloads: Sequence[str],
    *,
    channel: str,
    lane: str,
    now: datetime,
    inbox_id: int | None = None,
) -> None:
    """Put requests to a chat in the queue, in order. The retry key of each is made here, once."""
    if not payloads:
        return
    tx.execute(
        insert(outbox),
        [
            {
                "channel": channel,
                "lane": lane,
                "payload": payload,
                "retry_key": str(uuid.uuid4()),
                "inbox_id": inbox_id,
                "created_at": now,
                "state": WAITING,
                "attempts": 0,
                "not_before": now,
            }
            for payload in payloads
        ],
    )


def claim_due(
    tx: Connection,
    *,
    channels: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
    lane: str | None = None,
) -> tuple[Dispatch, ...]:
    """Take up to `limit` requests, at most one of each chat, and hold them for `lease`.

    `lane` narrows it to one chat.

    1. The head of a chat is its oldest request that is neither sent nor dead.
    2. A head is due when it waits and its time has come, or when whoever held it let the lease
       run out: then it may have been sent already, which the retry key or the question's number
       makes harmless.
    3. What lies behind a head is never taken, so a chat reads in order.
    """
    ahead = outbox.alias("ahead")
    is_behind = exists().where(
        ahead.c.state.in_(PENDING),
        ahead.c.channel == outbox.c.channel,
        ahead.c.lane == outbox.c.lane,
        ahead.c.id < outbox.c.id,
    )
    wanted: ColumnElement[bool] = outbox.c.channel.in_(channels)
    if lane is not None:
        wanted = and_(wanted, outbox.c.lane == lane)
    heads = tx.execute(
        select(outbox.c.id)
        .where(outbox.c.state.in_(PENDING), wanted, ~is_behind, _is_due(now))
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(key_share=True, skip_locked=True)
    ).scalars()
    rows = tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(list(heads)))
        .values(state=SENDING, lease_until=now + lease, attempts=outbox.c.attempts + 1)
        .returning(
            outbox.c.id,
            outbox.c.channel,
            outbox.c.lane,
            outbox.c.payload,
            outbox.c.retry_key,
            outbox.c.attempts,
            outbox.c.created_at,
        )
    )
    return tuple(sorted((Dispatch(*row) for row in rows), key=lambda one: one.id))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(outbox.c.state == WAITING, outbox.c.not_before <= now),
        and_(outbox.c.state == SENDING, outbox.c.lease_until <= now),
    )


def record_sent(tx: Connection, dispatch: Dispatch, *, now: datetime) -> None:
    """The platform has it."""
    _settle(tx, dispatch, state=SENT, sent_at=now, failure=None)


def record_retry(tx: Connection, dispatch: Dispatch, *, not_before: datetime, failure: str) -> None:
    """It did not go out; the same bytes are tried again from `not_before` on."""
    _settle(tx, dispatch, state=WAITING, not_before=not_before, failure=failure)


def record_dead(tx: Connection, dispatch: Dispatch, *, failure: str) -> None:
    """It will never go out; the chat goes on without it."""
    _settle(tx, dispatch, state=DEAD, failure=failure)


def _settle(tx: Connection, dispatch: Dispatch, **outcome: object) -> None:
    # Whoever let the lease run out has lost the request to the next holder, and must not undo
    # what that one records.
    mine = and_(
        outbox.c.id == dispatch.id,
        outbox.c.state == SENDING,
        outbox.c.attempts == dispatch.attempts,
    )
    tx.execute(update(outbox).where(mine).values(lease_until=None, **outcome))
