"""What the bot said of its own accord, which answers nobody."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from storage.tables import outbox


def newest_request(tx: Connection) -> int:
    """Give the number of the newest request of all chats, 0 where there is none."""
    return tx.execute(select(func.max(outbox.c.id))).scalar_one() or 0


def count_unasked(tx: Connection, channel: str, *, after: int) -> int:
    """Count what was said unasked on a channel since the request of number `after`."""
    unasked = outbox.c.inbox_id.is_(None)
    newer = select(func.count()).where(outbox.c.id > after, outbox.c.channel == channel, unasked)
    return tx.execute(newer).scalar_one()
