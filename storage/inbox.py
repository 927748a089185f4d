"""Events on their way in: kept once each, handed out one at a time and in order within a chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
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

from storage.records import Arrival, Claimed
from storage.tables import inbox

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
_COUNT_WAITING = select(func.count()).where(
    inbox.c.state == _WAITING,
    inbox.c.channel == bindparam("channel"),
    inbox.c.lane == bindparam("lane"),
)
_IS_HIDDEN = select(inbox.c.id).where(
    inbox.c.channel == bindparam("channel"),
    inbox.c.message == bindparam("message"),
    inbox.c.payload == HIDDEN,
)
_FINISH = (
    update(inbox)
    .where(inbox.c.id == bindparam("event"))
    .values(state=DONE, finished_at=bindparam("now"))
)


def receive(tx: Connection, arrivals: Sequence[Arrival], *, now: datetime) -> int:
    """Keep events that are not known yet; gives how many were new."""
    if not arrivals:
        return 0
    waiting = _count_waiting(tx, {(arrival.channel, arrival.lane) for arrival in arrivals})
    hidden = _taken_back(tx, arrivals)
    rows = []
    for arrival in arrivals:
        chat = (arrival.channel, arrival.lane)
        waiting[chat] += 1
        is_hidden = (arrival.channel, arrival.message) in hidden
        state = DONE if is_hidden else WAITING
        rows.append(
            {
                "channel": arrival.channel,
                "event_id": arrival.event_id,
                "lane": arrival.lane,
                "payload": HIDDEN if is_hidden else arrival.payload,
                "occurred_at": arrival.occurred_at,
                "received_at": now,
                "state": ASIDE if arrival.aside else state,
                "attempts": 0,
                "not_before": now + max(waiting[chat] - CALM, 0) * FLOOD_PAUSE,
                "message": arrival.message,
                "news": False,
            }
        )
    return len(tx.execute(_KEEP, rows).all())


def _count_waiting(tx: Connection, chats: Collection[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(
        {
            (channel, lane): tx.scalars(_COUNT_WAITING, {"channel": channel, "lane": lane}).one()
            for channel, lane in chats
        }
    )


def _taken_back(tx: Connection, arrivals: Sequence[Arrival]) -> Collection[tuple[str, str]]:
    """Give the messages that were taken back before they arrived, by channel and number."""
    given = [(one.channel, one.message) for one in arrivals if one.message is not None]
    return {
        (channel, message)
        for channel, message in set(given)
        if tx.execute(_IS_HIDDEN, {"channel": channel, "message": message}).first()
    }


def _claim() -> Select[int, str, str, str, int, datetime, bool]:
    earlier = inbox.alias("earlier")
    is_behind = exists().where(
        earlier.c.state == _WAITING,
        earlier.c.channel == inbox.c.channel,
        earlier.c.lane == inbox.c.lane,
        tuple_(earlier.c.occurred_at, earlier.c.id) < tuple_(inbox.c.occurred_at, inbox.c.id),
    )
    return (
        select(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.lane,
            inbox.c.payload,
            inbox.c.attempts,
            inbox.c.received_at,
            inbox.c.news,
        )
        .where(inbox.c.state == _WAITING, inbox.c.not_before <= bindparam("now"), ~is_behind)
        .order_by(inbox.c.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )


_CLAIM = _claim()


def claim_next(tx: Connection, *, now: datetime) -> Claimed | None:
    """Take the oldest waiting event of a chat that nobody else is working on.

    It stays waiting until `finish`: should the transaction fail, it is there for the next one.
    An event is only taken when no earlier one of its chat waits, so a chat is served in order.
    """
    row = tx.execute(_CLAIM, {"now": now}).one_or_none()
    return None if row is None else Claimed(*row)


def hide_message(tx: Connection, message: str, *, channel: str, now: datetime) -> tuple[str, ...]:
    """Forget the words of a message that was taken back; gives the events in which it came.

    One that still waits is not answered any more.
    """
    held = and_(inbox.c.channel == channel, inbox.c.message == message, inbox.c.payload != HIDDEN)
    found = tx.execute(select(inbox.c.payload).where(held)).scalars().all()
    waiting = inbox.c.state == _WAITING
    tx.execute(update(inbox).where(held, waiting).values(state=DONE, finished_at=now))
    tx.execute(update(inbox).where(held).values(payload=HIDDEN))
    return tuple(found)


def finish(tx: Connection, event_id: int, *, now: datetime) -> None:
    """The event is answered."""
    tx.execute(_FINISH, {"event": event_id, "now": now})


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
