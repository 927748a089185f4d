"""The bell that tells everyone who waits inside this process that there is news."""

from __future__ import annotations

import asyncio


class Bell:
    """Wakes all who wait. Take `next_ring` before looking for news, and no ring is missed.

    It belongs to the event loop; from another thread, ring by `call_soon_threadsafe`.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self._untold = asyncio.Event()
        self.closed = False

    @property
    def next_ring(self) -> asyncio.Event:
        """What to wait for: it is set by the ring that follows."""
        return self._next

    def ring(self) -> None:
        """There is something new in the database: wake everyone, here and in other processes."""
        self._untold.set()
        self.echo()

    def echo(self) -> None:
        """Wake everyone here who waits for the next ring."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    async def wait_for_news(self) -> None:
        """Wait until the bell was rung since the last call, and not only echoed."""
        await self._untold.wait()
        self._untold.clear()

    def close(self) -> None:
        """Ring for the last time: whoever wakes and finds the bell closed goes home."""
        self.closed = True
        self.ring()
