"""The loop around the delivery of requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog
from sqlalchemy import Engine

from bot.channels.base import Channel, Refused, Result, Retry, Sent
from bot.ground import Ground
from storage import outbox
from storage.db import transaction
from storage.outages import OUTAGES
from storage.records import Dispatch

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
LONGEST_SEND = timedelta(seconds=30)  # well within the lease, so that nobody else sends it too
MOST_MISTAKES = 10  # attempts, some ten minutes in all
AT_ONCE = 32
POLL = 0.25  # seconds between two looks when no bell rings: another process may have answered
OUTAGE_PAUSE = 1.0
LONGEST_PAUSE = timedelta(minutes=10)

Settled = Sequence[tuple[Dispatch, Result]]


async def deliver(ground: Ground, channels: Mapping[str, Channel]) -> None:
    """Deliver what the channels of this process can send, until the bell is closed."""
    while not ground.bell.closed:
        ring = ground.bell.next_ring
        try:
            delivered = await deliver_some(ground, channels)
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            await ground.wait(ring, seconds=OUTAGE_PAUSE)
            continue
        if delivered:
            ground.bell.ring()
        else:
            await ground.wait(ring, seconds=POLL)


async def deliver_some(
    ground: Ground, channels: Mapping[str, Channel], *, lane: str | None = None
) -> int:
    """Claim what is due, send it, and record what came of it; gives how many were claimed.

    1. The claim is committed before anything is sent, so nobody else sends the same meanwhile.
    2. Requests of different chats go out side by side; each chat keeps its order.
    3. A process that dies after sending leaves the claim to run out: the request is sent again,
       byte for byte and with its retry key. Where a platform has no such key a message may come
       twice, and its buttons work once all the same.
    4. A mistake of a channel costs its own request an attempt, and no other request anything.
    """
    claimed = await ground.in_thread(
        partial(_claim, ground.engine, tuple(channels), ground.clock(), lane)
    )
    if not claimed:
        return 0
    results = await asyncio.gather(*(_send(channels[one.channel], one) for one in claimed))
    settled = list(zip(claimed, results, strict=True))
    await _record_surely(ground, settled)
    for dispatch, result in settled:
        name = type(result).__name__.lower()
        ground.metrics.deliveries.labels(dispatch.channel, name).inc()
        if not isinstance(result, Sent):
            log.warning("delivery_failed", request_id=dispatch.id, channel=dispatch.channel)
    return len(claimed)


async def _send(channel: Channel, dispatch: Dispatch) -> Result:
    """Send a request; what a channel should not do is a result too.

    Too late an answer, or an error, says nothing of the request: it is tried again. A request on
    which the channel has kept failing is given up, so that its chat goes on.
    """
    try:
        async with asyncio.timeout(LONGEST_SEND.total_seconds()):
            return await channel.send(dispatch)
    except TimeoutError:
        return Retry(timedelta(), "no answer in time")
    except Exception as mistake:
        log.exception("channel_failed", request_id=dispatch.id, channel=dispatch.channel)
        reason = type(mistake).__name__
        if dispatch.attempts >= MOST_MISTAKES:
            return Refused(reason)
        return Retry(timedelta(), reason)


def _claim(
    engine: Engine, channels: Sequence[str], now: datetime, lane: str | None
) -> tuple[Dispatch, ...]:
    with transaction(engine) as tx:
        return outbox.claim_due(
            tx, channels=channels, now=now, lease=LEASE, limit=AT_ONCE, lane=lane
        )


async def _record_surely(ground: Ground, settled: Settled) -> None:
    """Record results, however long the database is away: what is not recorded is sent again."""
    while True:
        ring = ground.bell.next_ring
        try:
            await ground.in_thread(partial(_record, ground.engine, settled, ground.clock()))
        except OUTAGES as outage:
            if ground.bell.closed:
                raise
            log.error("database_out_of_reach", error=type(outage).__name__)
            await ground.wait(ring, seconds=OUTAGE_PAUSE)
        else:
            return


def _record(engine: Engine, settled: Settled, now: datetime) -> None:
    with transaction(engine) as tx:
        for dispatch, result in settled:
            match result:
                case Sent():
                    outbox.record_sent(tx, dispatch, now=now)
                case Retry(after, reason):
                    later = now + max(after, pause_after(dispatch.attempts))
                    outbox.record_retry(tx, dispatch, not_before=later, failure=reason)
                case Refused(reason):
                    outbox.record_dead(tx, dispatch, failure=reason)
                case _:
                    assert_never(result)


def pause_after(attempts: int) -> timedelta:
    """Double the pause with every attempt, from one second on, up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 20)), LONGEST_PAUSE)
