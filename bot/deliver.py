"""The loop around the delivery of requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog

from bot.channels.base import (
    Channel,
    Held,
    QuotaSpent,
    Refused,
    Result,
    Retry,
    Sent,
    Unknown,
    Unpaid,
)
from bot.ground import Ground
from bot.outcomes import Settled, record, record_and_claim
from storage.outages import OUTAGES
from storage.records import Dispatch

log = structlog.get_logger()

LEASE = timedelta(seconds=20)  # how long a chat is silent when the process that served it dies
LONGEST_SEND = timedelta(seconds=10)  # well within the lease, so that nobody else sends it too
MOST_MISTAKES = 10  # attempts, some ten minutes in all
AT_ONCE = 512
GATHER = 0.02  # seconds at most in which many that are under way may come through together
POLL = 0.25  # seconds between two looks when no bell rings: another process may have answered
OUTAGE_PAUSE = 1.0


async def deliver(ground: Ground, channels: Mapping[str, Channel]) -> None:
    """Deliver what the channels of this process can send, until the bell is closed.

    1. A claim is committed before anything is sent, so nobody else sends the same meanwhile.
    2. Requests of different chats go out side by side, and each is recorded when it is through,
       in the transaction that claims the next; each chat keeps its order. While many are under
       way that waits for a moment, so that many share a transaction.
    3. A process that dies after sending leaves the claim to run out: the request is sent again,
       byte for byte and with its retry key. Where a platform has no such key a message may come
       twice, and its buttons work once all the same.
    4. A mistake of a channel costs its own request an attempt, and no other request anything.
    """
    rounds = _Rounds(ground, channels)
    async with asyncio.TaskGroup() as under_way:
        while not ground.bell.closed:
            answer = ground.bell.next_answer
            try:
                claimed = await rounds.record_and_claim()
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)
                await ground.wait(answer, seconds=OUTAGE_PAUSE)
                continue
            for channel, dispatch in claimed:
                under_way.create_task(rounds.carry(channel, dispatch))
            if not claimed:
                await ground.wait(answer, seconds=POLL)
            elif rounds.is_busy:
                await rounds.gather()
    await rounds.record()


async def deliver_some(
    ground: Ground, channels: Mapping[str, Channel], *, lane: str | None = None
) -> int:
    """Claim what is due once, send it, and record what came of it; gives how many were claimed.

    What cannot be recorded because the database is out of reach is sent again by whoever is next.
    """
    rounds = _Rounds(ground, channels, lane)
    claimed = await rounds.record_and_claim()
    await asyncio.gather(*(rounds.carry(channel, dispatch) for channel, dispatch in claimed))
    await rounds.record()
    return len(claimed)


class _Rounds:
    """What a process has claimed and is sending, and what came of it and is not recorded yet."""

    def __init__(
        self, ground: Ground, channels: Mapping[str, Channel], lane: str | None = None
    ) -> None:
        self._ground = ground
        self._channels = channels
        self._lane = lane
        self._under_way = 0
        self._settled: list[Settled] = []
        self._eased = asyncio.Event()

    @property
    def is_busy(self) -> bool:
        """Tell whether more than half is under way of what may be."""
        return self._under_way > AT_ONCE // 2

    async def gather(self) -> None:
        """Wait until that is so no more, but only for a moment: a slow answer holds up nobody."""
        self._eased.clear()
        await self._ground.wait(self._eased, seconds=GATHER)

    async def record_and_claim(self) -> Sequence[tuple[Channel, Dispatch]]:
        """Record what is through, and claim as much as there is room for, in one transaction."""
        channels = dict(self._channels)  # those that this process may send for may change
        settled, room = tuple(self._settled), AT_ONCE - self._under_way
        claimed = await self._ground.in_thread(
            partial(
                record_and_claim,
                self._ground.engine,
                settled,
                channels=tuple(channels),
                lane=self._lane,
                limit=room,
                lease=LEASE,
                now=self._ground.clock(),
            )
        )
        del self._settled[: len(settled)]
        self._under_way += len(claimed)
        if settled:
            self._ground.bell.echo()  # whoever shows what was sent may look now
        return [(channels[dispatch.channel], dispatch) for dispatch in claimed]

    async def carry(self, channel: Channel, dispatch: Dispatch) -> None:
        """Send a claimed request; what came of it is recorded with the next claim."""
        result = await _send(channel, dispatch)
        self._under_way -= 1
        if not self.is_busy:
            self._eased.set()
        self._settled.append((dispatch, result))
        _count(self._ground, dispatch, result)
        self._ground.bell.answer()

    async def record(self) -> None:
        """Record what is through, however long the database is away, but not after the end.

        What is not recorded is sent again.
        """
        while self._settled:
            ring = self._ground.bell.next_ring
            settled, now = tuple(self._settled), self._ground.clock()
            try:
                await self._ground.in_thread(partial(record, self._ground.engine, settled, now))
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)
                if self._ground.bell.closed:
                    return
                await self._ground.wait(ring, seconds=OUTAGE_PAUSE)
            else:
                del self._settled[: len(settled)]


async def _send(channel: Channel, dispatch: Dispatch) -> Result:
    """Send a request; what a channel should not do is a result too.

    Too late an answer, or an error, says nothing of the request: it is tried again. A request on
    which the channel has kept failing is given up, so that its chat goes on.
    """
    try:
        async with asyncio.timeout(LONGEST_SEND.total_seconds()):
            return await channel.send(dispatch)
    except TimeoutError:
        return Unknown("no answer in time")
    except Exception as mistake:
        log.exception("channel_failed", request_id=dispatch.id, channel=dispatch.channel)
        reason = type(mistake).__name__
        if dispatch.attempts >= MOST_MISTAKES:
            return Refused(reason)
        return Retry(timedelta(), reason)


def _count(ground: Ground, dispatch: Dispatch, result: Result) -> None:
    name = type(result).__name__.lower()
    ground.metrics.deliveries.labels(dispatch.channel, name).inc()
    if not isinstance(result, Sent | Held | Unpaid | QuotaSpent):
        log.warning("delivery_failed", request_id=dispatch.id, channel=dispatch.channel, error=name)
