"""Forgetting what nobody holds any more, and noticing what is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Engine

from bot import clock
from bot.evidence.store import Store
from bot.ground import Ground
from storage.db import reading, transaction
from storage.evidence_sweep import abandoned_before, forget_abandoned, known_contents
from storage.fetches import hold_store

log = structlog.get_logger()

UNFINISHED_AFTER = timedelta(hours=1)
AT_ONCE = 200  # files looked at while the store is held


async def sweep(ground: Ground, store: Store) -> None:
    """Forget abandoned evidence, remove files without a row, and log rows without a file.

    The errors of `OUTAGES` are raised; a folder that cannot be read is logged.
    """
    await ground.in_thread(partial(_forget, ground.engine, now=ground.clock()))
    try:
        files = await asyncio.to_thread(lambda: sorted(store.kept()))
        for some in _in_batches(files):
            await ground.in_thread(partial(_remove_orphans, ground.engine, store, some))
        await asyncio.to_thread(
            partial(store.discard_leftovers, before=clock.now() - UNFINISHED_AFTER)
        )
        recorded = await ground.in_thread(partial(_recorded, ground.engine))
        lost = await asyncio.to_thread(
            lambda: [one for one in recorded if not store.path_of(one).exists()]
        )
    except OSError as problem:
        log.error("evidence_store_failed", error=type(problem).__name__)
        return
    if lost:
        log.error("evidence_missing", count=len(lost), error=lost[0][:12])


def _in_batches(files: Sequence[str]) -> list[Sequence[str]]:
    return [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]


def _forget(engine: Engine, *, now: datetime) -> int:
    with transaction(engine) as tx:
        return forget_abandoned(tx, before=abandoned_before(now))


def _remove_orphans(engine: Engine, store: Store, files: Sequence[str]) -> None:
    with transaction(engine) as tx:
        hold_store(tx)
        for orphan in set(files) - known_contents(tx, files):
            store.remove(orphan)


def _recorded(engine: Engine) -> frozenset[str]:
    with reading(engine) as tx:
        return known_contents(tx)
