"""What every loop of a process stands on: the database, its threads, the clock and the bell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine

from bot.bell import Bell
from bot.metrics import Metrics
from storage.db import open_database

T = TypeVar("T")

# On PostgreSQL. SQLite has one writer whatever we do, so there one thread stands in for the lock,
# and what costs most is to commit: its one worker takes several turns at once.
THREADS = 5
WORKERS = 3
TURNS_AT_ONCE = 8

# Besides, for what only reads: SQLite has any number of readers beside its one writer.
LOOKING = 3


class Ground:
    """Opened once per process and closed at its end."""

    def __init__(
        self, database_url: str, *, clock: Callable[[], datetime], metrics: Metrics
    ) -> None:
        self.engine: Engine = open_database(database_url, connections=THREADS + LOOKING)
        alone = self.engine.dialect.name == "sqlite"
        self.threads = 1 if alone else THREADS
        self.workers = 1 if alone else WORKERS
        self.turns_at_once = TURNS_AT_ONCE if alone else 1
        self._executor = ThreadPoolExecutor(self.threads, thread_name_prefix="storage")
        self._looking = ThreadPoolExecutor(LOOKING, thread_name_prefix="looking")
        self.clock = clock
        self.metrics = metrics
        self.bell = Bell(self.workers)

    async def in_thread(self, function: Callable[[], T]) -> T:
        """Run a function of the database where it holds up no other: one hop a transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, function)

    async def in_looking_thread(self, function: Callable[[], T]) -> T:
        """Run what only reads, and may take seconds, where it holds up no turn."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, function)

    async def wait(self, ring: asyncio.Event, *, seconds: float) -> None:
        """Wait for a ring taken before looking for work, but no longer than `seconds`."""
        try:
            await asyncio.wait_for(ring.wait(), seconds)
        except TimeoutError:
            return

    def close(self) -> None:
        self._executor.shutdown()
        self._looking.shutdown()
        self.engine.dispose()
