"""The clock of the service: a metronome in memory, with all that matters in the database."""

from __future__ import annotations

import asyncio
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ground import Ground
from reminders.tick import tick
from storage.outages import OUTAGES

log = structlog.get_logger()

EVERY = 60  # seconds
BANGKOK = ZoneInfo("Asia/Bangkok")


async def keep_time(ground: Ground) -> None:
    """Tick every minute until cancelled.

    The scheduler keeps its one job in memory: a job store that fails for a moment would stop it
    for good, and two clocks on one store run every job twice.
    """
    scheduler = AsyncIOScheduler(timezone=BANGKOK)
    scheduler.add_job(
        tick_once,
        "interval",
        args=[ground],
        seconds=EVERY,
        misfire_grace_time=None,  # late is better than never
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    log.info("ticking")
    try:
        await tick_once(ground)  # the metronome beats for the first time when its time is over
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def tick_once(ground: Ground) -> None:
    """Do what is due now; a database that is away is waited for until the next tick."""
    try:
        await ground.in_thread(partial(tick, ground.engine, now=ground.clock()))
    except OUTAGES as outage:
        log.error("database_out_of_reach", error=type(outage).__name__)
    else:
        ground.bell.answer()
