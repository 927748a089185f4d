"""The bell that tells everyone who waits inside this process that there is news."""

from __future__ import annotations

import asyncio
from contextlib import suppress

MOST = 64  # events that wait to be taken up; there are never as many workers


class Bell:
    """Wakes one worker for each event that comes in, and everyone else who waits for any news.

    Nothing is missed. What was rung for waits until a worker takes it up, who looks until there is
    nothing left; whoever else takes `next_ring` before looking finds it set by what came
    meanwhile. It belongs to the event loop; from another thread, ring by `call_soon_threadsafe`.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self._events: asyncio.Queue[None] = asyncio.Queue(MOST)
        self._untold = 0
        self._news = asyncio.Event()
        self.closed = False

    @property
    def next_ring(self) -> asyncio.Event:
        """What to wait for: it is set by the ring that follows."""
        return self._next

    def ring(self, events: int = 1) -> None:
        """So many events are new in the database: tell everyone, here and in other processes."""
        self._untold += events
        self._news.set()
        self.hear(events)

    def hear(self, events: int = 1) -> None:
        """So many events are new in the database, and other processes know it."""
        with suppress(asyncio.QueueFull):
            for _each in range(events):
                self._events.put_nowait(None)
        self.echo()

    def echo(self) -> None:
        """There is news for everyone here but the workers."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    async def wait_for_event(self, *, seconds: float) -> None:
        """Wait until there is an event to take up, but no longer than `seconds`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._events.get(), seconds)

    async def wait_for_news(self) -> int:
        """Wait until the bell is rung, and give for how many events since the last call."""
        await self._news.wait()
        self._news.clear()
        events, self._untold = self._untold, 0
        return events

    def close(self) -> None:
        """Ring for the last time: whoever wakes and finds the bell closed goes home."""
        self.closed = True
        self.ring(MOST)
