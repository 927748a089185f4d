"""Hints between processes: news is heard at once, and nobody answers an echo with an echo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from sqlalchemy import Engine, text

from bot.ground import Ground
from bot.hints import exchange_hints
from storage.db import reading, transaction
from tests.faults.loops import until
from tests.turns.grounds import grounded

EARS = text(
    "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
)
# As a teller that this test has not heard of.
STRANGE_HINT = text("SELECT pg_notify('khuepna', 'somebody')")


@asynccontextmanager
async def exchanging(*grounds: Ground) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(exchange_hints(ground)) for ground in grounds]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def ears(engine: Engine) -> list[int]:
    with reading(engine) as tx:
        return list(tx.execute(EARS).scalars())


def are_hearing(engine: Engine, count: int) -> bool:
    return len(ears(engine)) == count


async def test_the_news_of_one_process_wakes_another(
    postgresql_url: str, postgresql: Engine
) -> None:
    with grounded(postgresql_url) as here, grounded(postgresql_url) as there:
        async with exchanging(here, there):
            await until(lambda: are_hearing(postgresql, 2))
            ring, answer = there.bell.next_ring, there.bell.next_answer
            here.bell.ring(0)  # nothing came in: something was answered that others deliver
            async with asyncio.timeout(30):
                await answer.wait()
    assert ring.is_set()


async def test_an_echo_is_told_to_nobody(postgresql_url: str, postgresql: Engine) -> None:
    with grounded(postgresql_url) as here, psycopg.connect(postgresql_url, autocommit=True) as ear:
        ear.execute("LISTEN khuepna")
        async with exchanging(here):
            await until(lambda: are_hearing(postgresql, 2))
            ring = here.bell.next_ring
            with transaction(postgresql) as tx:
                tx.execute(STRANGE_HINT)
            async with asyncio.timeout(30):
                await ring.wait()
            here.bell.ring()
            heard = await asyncio.to_thread(lambda: list(ear.notifies(timeout=30, stop_after=2)))
    assert [hint.payload == "somebody" for hint in heard] == [True, False]


async def test_who_listens_is_cut_off_and_hears_again(
    postgresql_url: str, postgresql: Engine
) -> None:
    with grounded(postgresql_url) as here:
        async with exchanging(here):
            await until(lambda: are_hearing(postgresql, 1))
            [ear] = ears(postgresql)
            with transaction(postgresql) as tx:
                tx.execute(text("SELECT pg_terminate_backend(:ear)"), {"ear": ear})
            await until(lambda: are_hearing(postgresql, 1) and ears(postgresql) != [ear])
            ring = here.bell.next_ring
            with transaction(postgresql) as tx:
                tx.execute(STRANGE_HINT)
            async with asyncio.timeout(30):
                await ring.wait()
