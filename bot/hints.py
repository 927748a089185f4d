"""Hints between the processes of one PostgreSQL: somebody has news, so look now.

A hint may be lost, and nothing with it: every loop also looks by itself. It is sent after the
news is committed and in a transaction of its own, for PostgreSQL lets those that notify commit
one after another only.
"""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import uuid4

import psycopg
import structlog
from sqlalchemy import Engine, text

from bot.ground import Ground
from storage.outages import OUTAGES

log = structlog.get_logger()

NAME = "khuepna"
PATIENCE = 5  # seconds: between two attempts to listen, and between two looks at the bell
_TELL = text("SELECT pg_notify(:name, :hint)")


async def exchange_hints(ground: Ground) -> None:
    """Tell other processes of this one's news, and ring for theirs, until the bell is closed."""
    teller = uuid4().hex
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_tell(ground, teller))
        tasks.create_task(_listen(ground, teller))


async def _tell(ground: Ground, teller: str) -> None:
    while not ground.bell.closed:
        events = await ground.bell.wait_for_news()
        try:
            await ground.in_thread(partial(_notify, ground.engine, f"{teller} {events}"))
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)


def _notify(engine: Engine, hint: str) -> None:
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(_TELL, {"name": NAME, "hint": hint})


async def _listen(ground: Ground, teller: str) -> None:
    while not ground.bell.closed:
        ring = ground.bell.next_ring
        try:
            await _hear(ground, teller)
        except psycopg.Error as error:
            log.error("database_out_of_reach", error=type(error).__name__)
            await ground.wait(ring, seconds=PATIENCE)


async def _hear(ground: Ground, teller: str) -> None:
    address = ground.engine.url.set(drivername="postgresql")
    async with await psycopg.AsyncConnection.connect(
        address.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        await connection.execute(f"LISTEN {NAME}")
        ground.bell.hear()  # what was told before this one listened
        while not ground.bell.closed:
            async for hint in connection.notifies(timeout=PATIENCE, stop_after=1):
                other, _, events = hint.payload.partition(" ")
                if other != teller:
                    ground.bell.hear(int(events) if events.isdigit() else 1)
