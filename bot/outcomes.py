"""What came of requests that were sent, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection, Engine

from bot.channels.base import (
    Gone,
    Held,
    Moved,
    QuotaSpent,
    Refused,
    Result,
    Retry,
    Sent,
    Unknown,
    Unpaid,
)
from storage import outbox
from storage.db import transaction
from storage.group_bindings import move_binding
from storage.reachability import mark_unreachable
from storage.records import Dispatch

LONGEST_PAUSE = timedelta(minutes=10)

Settled = tuple[Dispatch, Result]


def record_and_claim(
    engine: Engine,
    settled: Sequence[Settled],
    *,
    channels: Sequence[str],
    lane: str | None,
    limit: int,
    lease: timedelta,
    now: datetime,
) -> tuple[Dispatch, ...]:
    """Record what came of requests, and hold up to `limit` others, in one transaction."""
    with transaction(engine) as tx:
        _record_all(tx, settled, now=now)
        if not limit:
            return ()
        return outbox.claim_due(tx, channels=channels, now=now, lease=lease, limit=limit, lane=lane)


def record(engine: Engine, settled: Sequence[Settled], now: datetime) -> None:
    """Record what came of requests."""
    with transaction(engine) as tx:
        _record_all(tx, settled, now=now)


def _record_all(tx: Connection, settled: Sequence[Settled], *, now: datetime) -> None:
    outbox.record_sent(tx, [one for one, came in settled if isinstance(came, Sent)], now=now)
    for dispatch, result in settled:
        match result:
            case Sent():
                continue  # recorded above, all together
            case Retry(after, reason):
                later = now + max(after, pause_after(dispatch.attempts))
                outbox.record_retry(tx, dispatch, not_before=later, failure=reason)
            case Unknown(reason):
                later = now + pause_after(dispatch.attempts)
                outbox.record_retry(tx, dispatch, not_before=later, failure=reason)
            case Held(after):
                outbox.record_held(tx, dispatch, not_before=now + after)
            case Moved(lane):
                outbox.record_moved(tx, dispatch, lane=lane, now=now)
                move_binding(tx, channel=dispatch.channel, old=dispatch.lane, new=lane)
            case Gone(reason):
                outbox.record_dead(tx, dispatch, failure=reason)
                mark_unreachable(tx, channel=dispatch.channel, lane=dispatch.lane, now=now)
            case Refused(reason):
                outbox.record_dead(tx, dispatch, failure=reason)
            case Unpaid() | QuotaSpent():
                outbox.record_parked(tx, dispatch, failure=type(result).__name__)
            case _:
                assert_never(result)


def pause_after(attempts: int) -> timedelta:
    """Double the pause with every attempt, from one second on, up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)
