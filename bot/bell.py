"""The bell that tells everyone who waits inside this process that there is news."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Bell:
    """Wakes a worker for each event, whoever delivers for each answer, and watchers for any news.

    Nothing is missed. What was rung for waits until a worker takes it up, who looks until there is
    nothing left; whoever else takes `next_ring` or `next_answer` before looking finds it set by
    what came meanwhile. It belongs to the event loop; from another thread, ring by
    `call_soon_threadsafe`. `workers` is how many there are: no more need to be woken.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._next = asyncio.Event()
        self._answer = asyncio.Event()
        self._events: asyncio.Queue[None] = asyncio.Queue(workers)
        self._untold = 0
        self._news = asyncio.Event()
        self.closed = False

    @property
    def next_ring(self) -> asyncio.Event:
        """What to wait for: it is set by the news that follows."""
        return self._next

    @property
    def next_answer(self) -> asyncio.Event:
        """What whoever delivers waits for: it is set by the answer that follows."""
        return self._answer

    def ring(self, events: int = 1) -> None:
        """So many events are new in the database: tell the workers, here and elsewhere.

        With none, there is something to deliver that other processes deliver.
        """
        self._untold += events
        self._news.set()
        self._wake(events)

    def hear(self, events: int = 1) -> None:
        """Another process rang for so many events; it may have answered some by now."""
        self._wake(events)
        self.answer()

    def answer(self) -> None:
        """There is something to deliver, or to record of what was delivered."""
        ready, self._answer = self._answer, asyncio.Event()
        ready.set()
        self.echo()

    def echo(self) -> None:
        """There is news for whoever watches."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def _wake(self, events: int) -> None:
        with suppress(asyncio.QueueFull):
            for _each in range(events):
                self._events.put_nowait(None)
        self.echo()

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
        self.ring(self.workers)
        self.answer()
