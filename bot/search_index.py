"""Keeping what is searched in as new as the register, beside the turns and never in one."""

from __future__ import annotations

import asyncio

import structlog

from bot.ground import Ground
from handlers.search.keeping import renew_index
from storage.outages import OUTAGES

log = structlog.get_logger()

LOOK_EVERY = 5
"""Seconds after which a project that was imported can be found at the latest."""


async def keep_search_index(ground: Ground) -> None:
    """Make the index anew whenever the register has changed; until cancelled."""
    while True:
        try:
            # A thread of its own: it only reads, and takes seconds.
            if await asyncio.to_thread(renew_index, ground.engine):
                log.info("search_index_renewed")
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
        await asyncio.sleep(LOOK_EVERY)
