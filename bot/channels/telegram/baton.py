"""Letting one process only do what Telegram allows one only, however many there are."""

from __future__ import annotations

import asyncio
from enum import IntEnum

import structlog
from sqlalchemy import Connection, Engine, NullPool, create_engine, func, literal, select

from storage.outages import OUTAGES

log = structlog.get_logger()


class Task(IntEnum):
    """What one process does at a time; the values are families that no other lock is of."""

    RECEIVING = 0x6B68
    SENDING = 0x6B69


class Baton:
    """On PostgreSQL an advisory lock, which falls when its connection does.

    On SQLite one process owns the database, and so the baton.
    """

    def __init__(self, engine: Engine, bot: int, task: Task) -> None:
        # Its own connection: it keeps it, and the pool has one for each thread and none to spare.
        self._engine = create_engine(engine.url, poolclass=NullPool)
        self._shared = engine.dialect.name == "postgresql"
        self._task = task
        self._key = bot % 2**31
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Tell whether this process has the baton, taking it where nobody has.

        It waits for the database, and raises the errors of OUTAGES.
        """
        if not self._shared:
            return True
        try:
            return self._take()
        except BaseException:
            self.drop()
            raise

    async def wait_for(self, *, look_every: float) -> None:
        """Wait until this process has the baton, looking after it every so many seconds.

        While the database is away nobody knows who has it, so this waits as well.
        """
        while not await self.has():  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(look_every)

    async def has(self) -> bool:
        """Tell whether this process has the baton; not while the database is away."""
        try:
            return await asyncio.to_thread(self.take)
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            return False

    def drop(self) -> None:
        """Let another process take it."""
        if self._connection is not None:
            # Unlike `close`, it asks nothing of a database that may be away.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _take(self) -> bool:
        if self._connection is not None:
            self._connection.execute(select(literal(1)))
            return True
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        if connection.execute(
            select(func.pg_try_advisory_lock(self._task.value, self._key))
        ).scalar_one():
            return True
        self.drop()
        return False
