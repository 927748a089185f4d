"""The loading animation, for whoever waits longer for an answer than people like to.

A look into the database each second finds them. So an answer that comes at once costs nothing, and
it does not matter which process took the event in or which one is late.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

import structlog
from prometheus_client import CollectorRegistry, Counter

from bot.channels.line.client import LineClient, Unanswered
from bot.channels.line.tokens import NoToken
from bot.ground import Ground
from storage.db import reading
from storage.outages import OUTAGES
from storage.waiting import lanes_kept_waiting

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds
LONG = timedelta(seconds=1.5)
SHOWN_FOR = timedelta(seconds=20)
TOO_LATE = timedelta(minutes=1)  # who has waited for so long looks at something else by now
MOST_AT_ONCE = 50  # LINE takes a hundred calls a second
PRIVATE = "U"  # how the numbers of people begin; groups and rooms have no animation


class Loading:
    """Shows the animation in private chats that wait, each once in twenty seconds."""

    def __init__(self, client: LineClient, registry: CollectorRegistry) -> None:
        self._client = client
        self._shown: dict[str, datetime] = {}
        self._counter = Counter(
            "khuepna_line_loading_animations",
            "Loading animations asked of LINE, by result",
            ("result",),
            registry=registry,
        )

    async def watch(self, ground: Ground) -> None:
        """Look for chats that wait, until the bell is closed."""
        while not ground.bell.closed:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look(ground)
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)

    async def look(self, ground: Ground) -> None:
        """Show the animation wherever somebody has waited too long; raises errors of OUTAGES."""
        now = ground.clock()
        find = partial(_find, ground, since=now - TOO_LATE, until=now - LONG)
        await self.show(await ground.in_thread(find), now=now)

    async def show(self, lanes: Iterable[str], *, now: datetime) -> None:
        """Show the animation in these chats; a failure is counted, and nothing else."""
        self._shown = {lane: at for lane, at in self._shown.items() if now - at < SHOWN_FOR}
        wanted = [lane for lane in lanes if lane.startswith(PRIVATE) and lane not in self._shown][
            :MOST_AT_ONCE
        ]
        self._shown |= dict.fromkeys(wanted, now)
        await asyncio.gather(*map(self._start, wanted))

    async def _start(self, lane: str) -> None:
        seconds = int(SHOWN_FOR.total_seconds())
        try:
            answer = await self._client.call(
                "POST", "/v2/bot/chat/loading/start", {"chatId": lane, "loadingSeconds": seconds}
            )
        except (Unanswered, NoToken):
            self._counter.labels("failed").inc()
        else:
            self._counter.labels("shown" if answer.status == 202 else "failed").inc()


def _find(ground: Ground, *, since: datetime, until: datetime) -> tuple[str, ...]:
    with reading(ground.engine) as tx:
        return lanes_kept_waiting(tx, channel="line", since=since, until=until)
