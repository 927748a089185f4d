"""What a chat was not told yet: it is said before the next answer, unless the chat passes on."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from storage.outbox import PARKED, PARKED_STATE, WAITING
from storage.tables import outbox

_PARKED = (
    select(outbox.c.id, outbox.c.payload)
    .where(
        outbox.c.state == PARKED_STATE,
        outbox.c.channel == bindparam("channel"),
        outbox.c.lane == bindparam("lane"),
    )
    .order_by(outbox.c.id)
)


def take_parked(tx: Connection, *, channel: str, lane: str) -> tuple[str, ...]:
    """Take what waits for a chat's next event out of the queue, oldest first, to be said again."""
    parked = tx.execute(_PARKED, {"channel": channel, "lane": lane}).all()
    if parked:
        tx.execute(delete(outbox).where(outbox.c.id.in_([row.id for row in parked])))
    return tuple(row.payload for row in parked)


def forget_unsent(tx: Connection, *, channel: str, lane: str) -> None:
    """Forget what a chat was not told yet: it is not its person's any more."""
    unsent = outbox.c.state.in_([WAITING, PARKED])
    tx.execute(delete(outbox).where(outbox.c.channel == channel, outbox.c.lane == lane, unsent))
