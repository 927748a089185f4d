"""Fetching updates where Telegram cannot reach us: long polling, by one process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.channels.telegram.baton import Baton, Task
from bot.channels.telegram.client import Client
from bot.channels.telegram.intake import TelegramIntake
from bot.channels.telegram.persistence import insist, pause_after
from bot.channels.telegram.reading import UPDATES
from bot.ground import Ground
from bot.receive import Letterbox
from storage.outages import OUTAGES
from telegram.error import TelegramError

log = structlog.get_logger()

LONG = 25  # seconds that Telegram keeps a poll open while there is nothing new
OUTAGE_PAUSE = 1.0
OTHERS_PAUSE = 5.0  # seconds between two looks whether the process that polls is gone


async def poll(
    ground: Ground, letterbox: Letterbox, *, bot: Client, intake: TelegramIntake, long: int = LONG
) -> None:
    """Take in updates for ever; Telegram lets go of them once they are committed, not before.

    1. Of several processes one polls. Should it die, another one takes over.
    2. While Telegram or the database is away, nothing is lost: what was not committed is fetched
       again, and kept once.
    """
    baton = Baton(ground.engine, bot.number, Task.RECEIVING)
    try:
        await baton.wait_for(look_every=OTHERS_PAUSE)
        await insist(bot.delete_webhook, failed="telegram_webhook_not_removed")
        await _fetch(ground, letterbox, baton, bot=bot, intake=intake, long=long)
    finally:
        baton.drop()


async def _fetch(
    ground: Ground,
    letterbox: Letterbox,
    baton: Baton,
    *,
    bot: Client,
    intake: TelegramIntake,
    long: int,
) -> None:
    offset = failures = 0
    while True:
        await baton.wait_for(look_every=OTHERS_PAUSE)
        asked = {"offset": offset, "timeout": long, "allowed_updates": list(UPDATES)}
        try:
            updates = await bot.call("getUpdates", asked, patience=long + 5)
        except TelegramError as error:
            failures += 1
            log.warning("telegram_not_polled", error=type(error).__name__, attempts=failures)
            await asyncio.sleep(pause_after(error, failures))
            continue
        failures = 0
        try:
            await _keep(ground, letterbox, intake, updates)
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            await asyncio.sleep(OUTAGE_PAUSE)
        else:
            offset = _offset_after(updates, offset)


async def _keep(
    ground: Ground, letterbox: Letterbox, intake: TelegramIntake, updates: Sequence[object]
) -> None:
    received = intake.read_updates(updates)
    for reason in received.ignored:
        ground.metrics.ignored.labels(intake.channel, reason).inc()
    await letterbox.keep(received.arrivals)


def _offset_after(updates: Sequence[Any], offset: int) -> int:
    numbers = [one["update_id"] for one in updates if isinstance(one, dict) and "update_id" in one]
    return max(numbers) + 1 if numbers else offset
