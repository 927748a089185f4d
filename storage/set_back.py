"""What waits, after the clock of everybody who served it was set back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from storage.evidence import FETCHING, WANTED
from storage.inbox import WAITING
from storage.outbox import PENDING
from storage.tables import evidence, inbox, outbox

FAR = timedelta(hours=1)
"""Nothing is ever made to wait so long in the chats whose screens are on this machine."""

_PENDING = (
    (inbox, inbox.c.state == WAITING),
    (outbox, outbox.c.state.in_(PENDING)),
    (evidence, evidence.c.state.in_((WANTED, FETCHING))),
)


def bring_forward(tx: Connection, channel: str, *, now: datetime) -> None:
    """Make due what waits on a channel for a moment FAR ahead, and end claims that last so long.

    A clock that ran ahead wrote those, and whoever claimed by it is gone.
    """
    for table, is_pending in _PENDING:
        theirs = update(table).where(table.c.channel == channel, is_pending)
        for moment in ("not_before", "lease_until"):
            if moment in table.c:
                tx.execute(theirs.where(table.c[moment] > now + FAR).values({moment: now}))
