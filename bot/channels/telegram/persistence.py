"""Doing something beside the work until it succeeds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.telegram.errors import pause_of
from telegram.error import RetryAfter, TelegramError

log = structlog.get_logger()

LONGEST_PAUSE = 60.0


async def insist(deed: Callable[[], Awaitable[object]], *, failed: str) -> None:
    """Do a deed of Telegram's until it is done, with longer and longer pauses.

    `failed` is the event that the log names each time that it was not.
    """
    attempts = 0
    while True:
        try:
            await deed()
        except TelegramError as error:
            attempts += 1
            log.warning(failed, error=type(error).__name__, attempts=attempts)
            await asyncio.sleep(pause_after(error, attempts))
        else:
            return


def pause_after(error: TelegramError, attempts: int) -> float:
    """Give how many seconds to wait after so many failed attempts in a row."""
    doubled = min(2.0 ** min(attempts - 1, 10), LONGEST_PAUSE)
    asked = pause_of(error).total_seconds() if isinstance(error, RetryAfter) else 0.0
    return max(doubled, asked)
