"""One process sends for Telegram at a time, for its rates are those of the bot, not of a process.

What Telegram takes of a bot, 30 messages a second, one process can send several times over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableMapping

from bot.channels.base import Channel
from bot.channels.telegram.baton import Baton

APART = 1.0  # seconds between two looks: so long nobody sends when the one that did has died


async def send_alone(
    channels: MutableMapping[str, Channel],
    *,
    name: str,
    begin: Callable[[], Channel],
    baton: Baton,
) -> None:
    """Have the channel `name` among those that this process sends for while it holds the baton.

    `begin` makes it each time anew: who takes over knows nothing of what was sent just before.
    """
    try:
        while True:
            if not await baton.has():
                channels.pop(name, None)
            elif name not in channels:
                channels[name] = begin()
            await asyncio.sleep(APART)
    finally:
        channels.pop(name, None)
        baton.drop()
