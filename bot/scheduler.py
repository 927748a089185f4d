"""The clock of the service: a metronome in memory, with all that matters in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.failures import place_of
from bot.ground import Ground
from handlers.messages import Codec
from reminders.tick import Unfinished, tick_by_steps
from storage.outages import OUTAGES

log = structlog.get_logger()

EVERY = 60  # seconds
BANGKOK = ZoneInfo("Asia/Bangkok")
_DONE = object()


async def keep_time(ground: Ground, codecs: Mapping[str, Codec]) -> None:
    """Tick every minute until cancelled.

    The scheduler keeps its one job in memory: a job store that fails for a moment would stop it
    for good, and two clocks on one store run every job twice.
    """
    scheduler = AsyncIOScheduler(timezone=BANGKOK)
    scheduler.add_job(
        tick_once,
        "interval",
        args=[ground, codecs],
        seconds=EVERY,
        misfire_grace_time=None,  # late is better than never
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    log.info("ticking")
    try:
        await tick_once(
            ground, codecs
        )  # the metronome beats for the first time when its time is over
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def tick_once(ground: Ground, codecs: Mapping[str, Codec]) -> None:
    """Do what is due now; a database that is away is waited for until the next tick.

    Between two steps of it others have the database, and what was planned is delivered already.
    """
    steps = tick_by_steps(ground.engine, codecs, now=ground.clock())
    try:
        while (step := await ground.in_thread(partial(next, steps, _DONE))) is not _DONE:
            if isinstance(step, Unfinished):
                ground.metrics.tick_failures.labels(step.part).inc()
                log_unfinished(step)
            ground.bell.answer()
    except OUTAGES as outage:
        log.error("database_out_of_reach", error=type(outage).__name__)


def log_unfinished(one: Unfinished) -> None:
    """Tell the log which part of a tick failed and where, without a word of what it was about."""
    log.error("tick_failed", part=one.part, error=type(one.cause).__name__, at=place_of(one.cause))
