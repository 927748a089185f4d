"""Letting go of what was said long ago. Reports are documents of the office and stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select

from storage.inbox import ASIDE, DONE
from storage.outbox import DEAD, PARKED, SENT
from storage.tables import inbox, outbox

# Long after any platform would deliver an event once more: it is known as long as it is kept.
KEPT = timedelta(days=90)
# What nobody could answer waits for an operator to look at it.
ASIDE_KEPT = timedelta(days=365)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Forgotten:
    events: int
    requests: int


def forget_old(tx: Connection, *, now: datetime) -> Forgotten:
    """Remove a batch of what was said in chats more than KEPT ago; gives how much it was.

    Call it until it gives nothing, each time in a transaction of its own, so that nobody waits.
    """
    events = or_(
        and_(inbox.c.state == DONE, inbox.c.received_at < now - KEPT),
        and_(inbox.c.state == ASIDE, inbox.c.received_at < now - ASIDE_KEPT),
    )
    requests = and_(
        outbox.c.state.in_((SENT, DEAD, PARKED)),
        outbox.c.created_at < now - KEPT,
    )
    # The answers first: an event that goes would be struck out of each of them.
    answers = _remove(tx, outbox, requests)
    return Forgotten(_remove(tx, inbox, events), answers)


def _remove(tx: Connection, table: Table, old: ColumnElement[bool]) -> int:
    oldest = select(table.c.id).where(old).order_by(table.c.id).limit(BATCH)
    return tx.execute(delete(table).where(table.c.id.in_(oldest))).rowcount
