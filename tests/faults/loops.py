"""The loops of a process, run inside a test that makes the database fail under them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.channels.base import Channel
from bot.deliver import deliver
from bot.ground import Ground
from bot.worker import work
from tests.turns.office import CODECS, ISSUER

PATIENCE = 30  # seconds


@asynccontextmanager
async def at_work(ground: Ground, channels: Mapping[str, Channel]) -> AsyncIterator[None]:
    """Let a process's loops run while the block lasts; they must end when the bell is closed."""
    async with asyncio.TaskGroup() as tasks:
        for _each in range(ground.workers):
            tasks.create_task(work(ground, CODECS, locale="th", issuer=ISSUER))
        tasks.create_task(deliver(ground, channels))
        try:
            yield
        finally:
            ground.bell.close()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so; it fails where that takes too long."""
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - a row rings no bell
            await asyncio.sleep(0.01)
