"""What waits in the queues, for those who watch over the service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from storage.inbox import ASIDE, MAX_ATTEMPTS
from storage.inbox import WAITING as EVENT_WAITING
from storage.outbox import PENDING
from storage.tables import inbox, outbox, report


@dataclass(frozen=True, slots=True)
class Backlog:
    """Counts of rows, and how long the oldest waiting one has waited; reports filed in chat."""

    events_waiting: int
    oldest_event: timedelta
    events_aside: int
    requests_waiting: int
    oldest_request: timedelta
    reports_filed: int


def read_backlog(tx: Connection, *, channels: Collection[str], now: datetime) -> Backlog:
    """Count what waits at `now`; what waits for its time counts from then on.

    Of the requests only those of `channels` count: nobody can be blamed for a terminal that was
    closed before it showed everything.
    """
    waiting: ColumnElement[str] = literal_column(f"'{EVENT_WAITING}'")
    events, oldest_event = tx.execute(
        select(func.count(), func.min(inbox.c.not_before)).where(inbox.c.state == waiting)
    ).one()
    requests, oldest_request = tx.execute(
        select(func.count(), func.min(outbox.c.not_before)).where(
            outbox.c.state.in_(PENDING), outbox.c.channel.in_(channels)
        )
    ).one()
    # Those that nobody could read when they came were set aside without a try.
    tried = inbox.c.attempts >= MAX_ATTEMPTS
    aside = select(func.count()).where(inbox.c.state == ASIDE, tried)
    filed = select(func.count()).where(report.c.channel.is_not(None))
    return Backlog(
        events_waiting=events,
        oldest_event=_age(oldest_event, now),
        events_aside=tx.execute(aside).scalar_one(),
        requests_waiting=requests,
        oldest_request=_age(oldest_request, now),
        reports_filed=tx.execute(filed).scalar_one(),
    )


def _age(since: datetime | None, now: datetime) -> timedelta:
    return max(now - since, timedelta()) if since else timedelta()
