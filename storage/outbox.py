"""Requests on their way out: written with the turn that says them, sent in order in each chat."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.many_rows import insert_many
from storage.records import Dispatch, Worth
from storage.tables import outbox

WAITING, SENDING, SENT, DEAD, PARKED = "waiting", "sending", "sent", "dead", "parked"

# Written into statements, not bound to them: only so is the index of what is pending of use.
PENDING: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in (WAITING, SENDING)]

PARKED_STATE: ColumnElement[str] = literal_column(f"'{PARKED}'")
_ENQUEUE = insert(outbox)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("heads", expanding=True)))
    .values(state=SENDING, lease_until=bindparam("lease_ends"), attempts=outbox.c.attempts + 1)
    .returning(*(outbox.c[one.name] for one in fields(Dispatch)))
)
# Whoever let the lease run out must not undo what the next holder records.
_HELD = update(outbox).where(
    outbox.c.id == bindparam("request"),
    outbox.c.state == SENDING,
    outbox.c.attempts == bindparam("attempt"),
)


def _due_heads(state: str, is_due: ColumnElement[bool]) -> Select[int]:
    ahead = outbox.alias("ahead")
    is_behind = exists().where(
        ahead.c.state.in_(PENDING),
        ahead.c.channel == outbox.c.channel,
        ahead.c.lane == outbox.c.lane,
        ahead.c.id < outbox.c.id,
    )
    return (
        select(outbox.c.id)
        .where(
            # One state, and in order of its index: so it ends with the last that is taken.
            outbox.c.state.in_(PENDING),
            outbox.c.state == literal_column(f"'{state}'"),
            outbox.c.channel.in_(bindparam("channels", expanding=True)),
            is_due,
            ~is_behind,
        )
        .order_by(outbox.c.id)
        .limit(bindparam("most"))
        .with_for_update(key_share=True, skip_locked=True)
    )


_DUE = (
    _due_heads(SENDING, outbox.c.lease_until <= bindparam("now")),
    _due_heads(WAITING, outbox.c.not_before <= bindparam("now")),
)
_DUE_IN_CHAT = tuple(heads.where(outbox.c.lane == bindparam("lane")) for heads in _DUE)


def enqueue(
    tx: Connection,
    payloads: Sequence[str],
    *,
    channel: str,
    lane: str,
    now: datetime,
    inbox_id: int | None = None,
    worth: Worth = Worth.FREE,
) -> None:
    """Put requests to a chat in the queue, in order. The retry key of each is made here, once.

    `worth` says whether they may go out where that costs money.
    """
    enqueue_many(tx, [(channel, lane, one, worth) for one in payloads], now=now, inbox_id=inbox_id)


def enqueue_many(
    tx: Connection,
    requests: Sequence[tuple[str, str, str, Worth]],
    *,
    now: datetime,
    inbox_id: int | None = None,
) -> None:
    """Put requests to many chats in the queue: channel, lane, payload and worth of each."""
    made = {"inbox_id": inbox_id, "created_at": now, "not_before": now}
    rows = [
        {"channel": channel, "lane": lane, "payload": payload, "worth": worth}
        | {"retry_key": str(uuid.uuid4()), "state": WAITING, "attempts": 0}
        | made
        for channel, lane, payload, worth in requests
    ]
    if rows:
        insert_many(tx, _ENQUEUE, rows)


def claim_due(
    tx: Connection,
    *,
    channels: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
    lane: str | None = None,
) -> tuple[Dispatch, ...]:
    """Take up to `limit` requests, at most one of each chat (or of `lane`), and hold them.

    1. The head of a chat is its oldest request that is neither sent nor dead.
    2. A head is due when it waits and its time has come, or when whoever held it let the lease
       run out: then it may have been sent already, which the retry key or the question's number
       makes harmless.
    3. What lies behind a head is never taken, so a chat reads in order.
    """
    wanted = {"channels": list(channels), "lane": lane, "now": now}
    heads: list[int] = []
    for due in _DUE if lane is None else _DUE_IN_CHAT:
        heads += tx.scalars(due, wanted | {"most": limit - len(heads)})
    if not heads:
        return ()
    rows = tx.execute(_TAKE, {"heads": heads, "lease_ends": now + lease})
    return tuple(sorted((Dispatch(*row) for row in rows), key=lambda one: one.id))


def record_sent(tx: Connection, dispatches: Sequence[Dispatch], *, now: datetime) -> None:
    """The platform has them."""
    _settle(tx, *dispatches, state=SENT, sent_at=now, failure=None)


def record_retry(tx: Connection, dispatch: Dispatch, *, not_before: datetime, failure: str) -> None:
    """It did not go out; the same bytes are tried again from `not_before` on."""
    _settle(tx, dispatch, state=WAITING, not_before=not_before, failure=failure)


def record_held(tx: Connection, dispatch: Dispatch, *, not_before: datetime) -> None:
    """It was not its turn: that counts as no attempt."""
    _settle(tx, dispatch, state=WAITING, not_before=not_before, attempts=dispatch.attempts - 1)


def record_parked(tx: Connection, dispatch: Dispatch, *, failure: str) -> None:
    """It waits until the person says something, and is said again then."""
    _settle(tx, dispatch, state=PARKED, failure=failure)


def record_moved(tx: Connection, dispatch: Dispatch, *, lane: str, now: datetime) -> None:
    """Its chat goes on under another lane: it waits there, and all that waits goes with it."""
    _settle(tx, dispatch, state=WAITING, not_before=now)
    move_lane(tx, channel=dispatch.channel, old=dispatch.lane, new=lane)


def record_dead(tx: Connection, dispatch: Dispatch, *, failure: str) -> None:
    """It will never go out; the chat goes on without it."""
    _settle(tx, dispatch, state=DEAD, failure=failure)


def move_lane(tx: Connection, *, channel: str, old: str, new: str) -> None:
    """Let what is still to be sent to a chat go to the chat that it has become."""
    unsent = outbox.c.state.in_([*PENDING, PARKED_STATE])
    theirs = and_(outbox.c.channel == channel, outbox.c.lane == old, unsent)
    tx.execute(update(outbox).where(theirs).values(lane=new))


def _settle(tx: Connection, *dispatches: Dispatch, **outcome: object) -> None:
    settled = {"lease_until": None, **outcome}
    if dispatches:
        held = [{"request": one.id, "attempt": one.attempts, **settled} for one in dispatches]
        tx.execute(_HELD, held)
