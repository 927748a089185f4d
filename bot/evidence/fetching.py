"""The loop that fetches what people sent along, and has them told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

import structlog
from sqlalchemy import Engine

from bot.evidence.kinds import recognise
from bot.evidence.source import Content, Fetched, Later, Missing, Source
from bot.evidence.store import Store, Written
from bot.evidence.sweeping import sweep
from bot.ground import Ground
from bot.outcomes import pause_after
from handlers.dialogue.attaching import LARGEST
from storage import fetches
from storage.db import reading, transaction
from storage.outages import OUTAGES
from storage.records import Refusal, Wanted

log = structlog.get_logger()

LEASE = timedelta(seconds=90)
LONGEST_FETCH = timedelta(seconds=40)  # well within the lease, so that nobody else fetches it too
GIVE_UP_AFTER = timedelta(days=1)
AT_ONCE = 4  # of 20 MB at most each, in memory
POLL = 0.25  # seconds between two looks
OUTAGE_PAUSE = 1.0
BETWEEN_SWEEPS = timedelta(hours=1)


async def fetch(ground: Ground, sources: Mapping[str, Source], store: Store) -> None:
    """Fetch what came through the channels of `sources`, until the bell is closed.

    1. What is wanted is claimed, and that is committed; then it is downloaded and written.
    2. Its name in the store and its row are written in one transaction that holds the store.
    3. A process that dies in between leaves the claim to run out: it is fetched again, and is
       the same file under the same name.
    4. When all that came in a chat is settled, an event is put into its inbox in the transaction
       that notes so. The conversation answers it like any other, once.
    """
    swept: datetime | None = None
    under_way: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as tasks:
        while not ground.bell.closed:
            try:
                if swept is None or ground.clock() >= swept + BETWEEN_SWEEPS:
                    await sweep(ground, store)
                    swept = ground.clock()
                for wanted in await _look(ground, sources, room=AT_ONCE - len(under_way)):
                    task = tasks.create_task(_carry(ground, sources[wanted.channel], store, wanted))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)
                await _rest(ground, OUTAGE_PAUSE)
            else:
                await _rest(ground, POLL)
        for task in under_way:
            task.cancel()


async def fetch_some(ground: Ground, sources: Mapping[str, Source], store: Store) -> int:
    """Look once, and fetch what is due; gives how much that was."""
    claimed = await _look(ground, sources, room=AT_ONCE)
    await asyncio.gather(
        *(_carry(ground, sources[wanted.channel], store, wanted) for wanted in claimed)
    )
    return len(claimed)


async def _look(ground: Ground, sources: Mapping[str, Source], *, room: int) -> tuple[Wanted, ...]:
    """Put the news that is due into the inbox, and claim what is to be fetched."""
    told, claimed = await ground.in_thread(
        partial(_tell_and_claim, ground.engine, tuple(sources), room=room, now=ground.clock())
    )
    if told:
        ground.bell.ring()
    return claimed


async def _rest(ground: Ground, seconds: float) -> None:
    """Wait, whatever rings, unless the bell is closed: a look after every turn is too often."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not ground.bell.closed:
                await ground.bell.next_ring.wait()


def _tell_and_claim(
    engine: Engine, channels: Sequence[str], *, room: int, now: datetime
) -> tuple[int, tuple[Wanted, ...]]:
    with reading(engine) as tx:  # which holds nobody up; mostly there is nothing
        if not fetches.anything_to_fetch_or_tell(tx):
            return 0, ()
    with transaction(engine) as tx:
        told = fetches.announce(tx, now=now)
        if not room:
            return told, ()
        return told, fetches.claim_wanted(tx, channels=channels, now=now, lease=LEASE, limit=room)


async def _carry(ground: Ground, source: Source, store: Store, wanted: Wanted) -> None:
    """Fetch what is claimed; if it cannot be recorded, the claim runs out and it comes again."""
    try:
        await _settle(ground, store, wanted, await _ask(source, wanted))
    except OUTAGES as outage:
        log.error("database_out_of_reach", error=type(outage).__name__)


async def _ask(source: Source, wanted: Wanted) -> Fetched:
    """Ask the platform; what a source should not do is a result too."""
    try:
        async with asyncio.timeout(LONGEST_FETCH.total_seconds()):
            return await source.fetch(wanted.reference, LARGEST)
    except TimeoutError:
        return Later(timedelta(), "no answer in time")
    except Exception as mistake:
        log.exception("evidence_source_failed", event_id=wanted.id, channel=wanted.channel)
        return Later(timedelta(), type(mistake).__name__)


async def _settle(ground: Ground, store: Store, wanted: Wanted, fetched: Fetched) -> None:
    match fetched:
        case Content(data):
            await _take(ground, store, wanted, data)
        case Missing(reason):
            await _refuse(ground, wanted, reason)
        case Later(after, why):
            await _put_off(ground, wanted, after=after, why=why)
        case _:
            assert_never(fetched)


async def _take(ground: Ground, store: Store, wanted: Wanted, data: bytes) -> None:
    if len(data) > LARGEST:
        await _refuse(ground, wanted, Refusal.TOO_LARGE)
        return
    found = await asyncio.to_thread(recognise, data)
    if found is None:
        await _refuse(ground, wanted, Refusal.WRONG_KIND)
        return
    try:
        written = await asyncio.to_thread(store.write, data, found.kind, found.media_type)
        try:
            await ground.in_thread(partial(_record_kept, ground.engine, store, wanted, written))
        finally:
            await asyncio.to_thread(store.discard, written)
    except OSError as problem:
        log.error("evidence_store_failed", event_id=wanted.id, error=type(problem).__name__)
        await _put_off(ground, wanted, after=timedelta(), why=type(problem).__name__)


def _record_kept(engine: Engine, store: Store, wanted: Wanted, written: Written) -> None:
    with transaction(engine) as tx:
        fetches.hold_store(tx)
        if fetches.record_kept(tx, wanted, written.content):
            store.keep(written)


async def _refuse(ground: Ground, wanted: Wanted, refusal: Refusal) -> None:
    def record() -> None:
        with transaction(ground.engine) as tx:
            fetches.record_refused(tx, wanted, refusal=refusal, now=ground.clock())

    await ground.in_thread(record)


async def _put_off(ground: Ground, wanted: Wanted, *, after: timedelta, why: str) -> None:
    """Let it be tried again, with longer and longer pauses; after a day it is given up."""
    now = ground.clock()
    if now >= wanted.created_at + GIVE_UP_AFTER:
        await _refuse(ground, wanted, Refusal.UNREACHABLE)
        return
    later = now + max(after, pause_after(wanted.attempts))

    def record() -> None:
        with transaction(ground.engine) as tx:
            fetches.record_later(tx, wanted, not_before=later, failure=why)

    log.warning("evidence_put_off", event_id=wanted.id, channel=wanted.channel)
    await ground.in_thread(record)
