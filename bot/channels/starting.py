"""The platforms that are configured, as a process takes part in them while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from bot.channels.line.start import start as start_line
from bot.channels.platform import Platform
from bot.channels.telegram.start import start as start_telegram
from bot.ground import Ground
from bot.papers.workshop import Workshop
from bot.receive import Letterbox
from bot.settings import Settings


@asynccontextmanager
async def started(
    settings: Settings, ground: Ground, letterbox: Letterbox
) -> AsyncIterator[Sequence[Platform]]:
    """Start each platform that is configured, and close it at the end."""
    workshop = Workshop(ground.engine, ground.clock)
    async with AsyncExitStack() as stack:
        stack.callback(workshop.close)
        platforms = []
        for start in (partial(start_telegram, make=workshop.make), start_line):
            platform = start(settings, ground, letterbox)
            if platform is not None:
                stack.push_async_callback(platform.close)
                platforms.append(platform)
        yield platforms
