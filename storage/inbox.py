"""Events on their way in: kept once each, handed out one at a time and in order within a chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.outbox import PARKED_STATE as PARKED
from storage.records import Arrival, Claimed
from storage.tables import inbox, outbox

WAITING, DONE, ASIDE = "waiting", "done", "aside"
MAX_ATTEMPTS = 3
HIDDEN = "{}"

# Written into statements, not bound to them: only so is the index of what waits of use.
_WAITING: ColumnElement[str] = literal_column(f"'{WAITING}'")


# Of a chat, so many events may wait at once; each further one waits a second longer, so that a
# flood is slowed and nobody else's chat with it.
CALM = 20
FLOOD_PAUSE = timedelta(seconds=1)

_KEEP = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
# By channel, not by pairs: SQLite uses no index for those.
_COUNT_WAITING = (
    select(inbox.c.lane, func.count())
    .where(
        inbox.c.state == _WAITING,
        inbox.c.channel == bindparam("channel"),
        inbox.c.lane.in_(bindparam("lanes", expanding=True)),
    )
    .group_by(inbox.c.lane)
)
_HIDDEN_AMONG = select(inbox.c.message).where(
    inbox.c.channel == bindparam("channel"),
    inbox.c.message.in_(bindparam("messages", expanding=True)),
    inbox.c.payload == HIDDEN,
)


def receive(tx: Connection, arrivals: Sequence[Arrival], *, now: datetime) -> int:
    """Keep events that are not known yet; gives how many were new."""
    new = 0
    for channel in sorted({arrival.channel for arrival in arrivals}):
        theirs = [arrival for arrival in arrivals if arrival.channel == channel]
        new += _receive(tx, theirs, channel=channel, now=now)
    return new


def _receive(tx: Connection, arrivals: Sequence[Arrival], *, channel: str, now: datetime) -> int:
    waiting = _count_waiting(tx, {one.lane for one in arrivals}, channel=channel)
    messages = {one.message for one in arrivals if one.message is not None}
    hidden = _taken_back(tx, messages, channel=channel)
    rows = []
    for arrival in arrivals:
        waiting[arrival.lane] += 1
        is_hidden = arrival.message in hidden
        state = DONE if is_hidden else WAITING
        rows.append(
            {
                "channel": channel,
                "event_id": arrival.event_id,
                "lane": arrival.lane,
                "payload": HIDDEN if is_hidden else arrival.payload,
                "occurred_at": arrival.occurred_at,
                "received_at": now,
                "state": ASIDE if arrival.aside else state,
                "attempts": 0,
                "not_before": now + max(waiting[arrival.lane] - CALM, 0) * FLOOD_PAUSE,
                "message": arrival.message,
                "news": False,
            }
        )
    return len(tx.execute(_KEEP, rows).all())


def _count_waiting(tx: Connection, lanes: Collection[str], *, channel: str) -> Counter[str]:
    rows = tx.execute(_COUNT_WAITING, {"channel": channel, "lanes": sorted(lanes)})
    return Counter(dict(rows.all()))


def _taken_back(tx: Connection, messages: Collection[str], *, channel: str) -> Collection[str]:
    """Give those of the messages that were taken back before they arrived."""
    if not messages:
        return ()
    given = {"channel": channel, "messages": sorted(messages)}
    return {row.message for row in tx.execute(_HIDDEN_AMONG, given)}


def _claim() -> Update:
    waiting, earlier = inbox.alias("claimable"), inbox.alias("earlier")
    is_behind = exists().where(
        earlier.c.state == _WAITING,
        earlier.c.channel == waiting.c.channel,
        earlier.c.lane == waiting.c.lane,
        tuple_(earlier.c.occurred_at, earlier.c.id) < tuple_(waiting.c.occurred_at, waiting.c.id),
    )
    oldest = (
        select(waiting.c.id)
        .where(waiting.c.state == _WAITING, waiting.c.not_before <= bindparam("now"), ~is_behind)
        .order_by(waiting.c.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return (
        update(inbox)
        .where(inbox.c.id == oldest.scalar_subquery())
        .values(state=DONE, finished_at=bindparam("now"))
        .returning(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.lane,
            inbox.c.payload,
            inbox.c.attempts,
            inbox.c.received_at,
            inbox.c.news,
            _has_unsaid(),
        )
    )


def _has_unsaid() -> ColumnElement[bool]:
    parked = and_(outbox.c.channel == inbox.c.channel, outbox.c.lane == inbox.c.lane)
    return exists().where(outbox.c.state == PARKED, parked).correlate(inbox)


_CLAIM = _claim()


def claim_next(tx: Connection, *, now: datetime) -> Claimed | None:
    """Take the oldest waiting event of a chat that nobody else is working on.

    It is answered once the transaction is committed: should that fail, it waits for the next one.
    An event is only taken when no earlier one of its chat waits, so a chat is served in order.
    """
    row = tx.execute(_CLAIM, {"now": now}).one_or_none()
    return None if row is None else Claimed(*row)


def hide_message(tx: Connection, message: str, *, channel: str, now: datetime) -> dict[int, str]:
    """Forget the words of a message that was taken back; gives the events in which it came.

    One that still waits is not answered any more.
    """
    held = and_(inbox.c.channel == channel, inbox.c.message == message, inbox.c.payload != HIDDEN)
    found = tx.execute(select(inbox.c.id, inbox.c.payload).where(held).order_by(inbox.c.id)).all()
    waiting = inbox.c.state == _WAITING
    tx.execute(update(inbox).where(held, waiting).values(state=DONE, finished_at=now))
    tx.execute(update(inbox).where(held).values(payload=HIDDEN))
    return {row.id: row.payload for row in found}


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
