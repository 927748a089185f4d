"""Which chats are kept waiting: for an answer, or for what was sent along to be fetched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, literal_column, select, union

from storage.evidence import FETCHING, WANTED
from storage.inbox import WAITING
from storage.tables import evidence, inbox

# Written into the statement, not bound to it: only so are the partial indexes of use.
_UNANSWERED = inbox.c.state == literal_column(f"'{WAITING}'")
_UNFETCHED = evidence.c.state.in_([literal_column(f"'{state}'") for state in (WANTED, FETCHING)])


def lanes_kept_waiting(
    tx: Connection, *, channel: str, since: datetime, until: datetime
) -> tuple[str, ...]:
    """Give the chats of a channel in which something waits that came from `since` to `until`."""
    unanswered = select(inbox.c.lane).where(
        _UNANSWERED, inbox.c.channel == channel, inbox.c.received_at.between(since, until)
    )
    unfetched = select(evidence.c.lane).where(
        _UNFETCHED, evidence.c.channel == channel, evidence.c.created_at.between(since, until)
    )
    return tuple(tx.execute(union(unanswered, unfetched)).scalars())
