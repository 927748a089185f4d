"""The metronome: it ticks at once and goes on, whatever a tick meets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from structlog.testing import capture_logs

import reminders.tick
from bot import scheduler
from bot.ground import Ground
from bot.health import TOO_LONG
from bot.scheduler import keep_time, tick_once
from bot.settings import Settings
from bot.watching import watch, watching_app
from reminders.tick import CLOCK, RETENTION
from storage.db import reading, transaction
from storage.heartbeats import last_beat
from storage.unasked import newest_request
from tests.faults.loops import PATIENCE, until
from tests.reminders.office import break_a_policy
from tests.turns.grounds import grounded
from tests.turns.office import CODECS, NOW, open_office


def has_ticked(ground: Ground) -> bool:
    with reading(ground.engine) as tx:
        return last_beat(tx, CLOCK) == NOW


async def test_it_ticks_at_once(database_url: str) -> None:
    with grounded(database_url) as ground:
        ring = ground.bell.next_ring
        time = asyncio.create_task(keep_time(ground, CODECS))
        await until(lambda: has_ticked(ground))
        async with asyncio.timeout(30):
            await ring.wait()
        assert not time.done(), "one tick is not all"
        time.cancel()
        await asyncio.gather(time, return_exceptions=True)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, InternalError])
async def test_it_goes_on_when_the_database_comes_back(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, error: type[DBAPIError]
) -> None:
    monkeypatch.setattr(scheduler, "EVERY", 0.05)
    failures = 3

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal failures
        if failures and statement.startswith("INSERT INTO heartbeat"):
            failures -= 1
            raise error(statement, {}, Exception("database is locked"))

    with grounded(sqlite_url) as ground, capture_logs() as log:
        event.listen(ground.engine, "before_cursor_execute", fail)
        time = asyncio.create_task(keep_time(ground, CODECS))
        await until(lambda: has_ticked(ground))
        time.cancel()
        await asyncio.gather(time, return_exceptions=True)
    assert failures == 0
    assert [line["event"] for line in log].count("database_out_of_reach") == 3


async def test_what_fails_is_told_to_the_log_with_its_place_and_the_clock_goes_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "EVERY", 0.05)
    with grounded(sqlite_url) as ground, capture_logs() as log:
        with transaction(ground.engine) as tx:
            break_a_policy(tx)
        time = asyncio.create_task(keep_time(ground, CODECS))
        await until(lambda: sum(line["event"] == "tick_failed" for line in log) >= 2)
        time.cancel()
        await asyncio.gather(time, return_exceptions=True)
    [failed, *_later] = [line for line in log if line["event"] == "tick_failed"]
    assert failed["part"] == "plan"
    counted = ground.metrics.registry.get_sample_value(
        "khuepna_tick_failures_total", {"part": "plan"}
    )
    assert counted == len([line for line in log if line.get("part") == "plan"])
    assert failed["at"].startswith("storage/policies.py:")


async def test_a_function_that_is_gone_stops_neither_the_other_parts_nor_the_clock(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "EVERY", 0.05)
    monkeypatch.delattr(reminders.tick, "plan_digests")
    with grounded(sqlite_url) as ground, capture_logs() as log:
        open_office(ground.engine)
        async with ticking(ground):
            await until(lambda: sum(line["event"] == "tick_failed" for line in log) >= 3)
        with reading(ground.engine) as tx:
            assert last_beat(tx, RETENTION) == NOW
            assert newest_request(tx) > 0, "who owes a report was reminded"
    failed = {(line["part"], line["error"]) for line in log if line["event"] == "tick_failed"}
    assert failed == {("say_digests", "NameError")}


async def test_a_tick_that_takes_too_long_is_waited_for_and_the_next_ones_come(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(scheduler, "EVERY", 0.05)
    with grounded(postgresql_url) as ground, held_up(ground) as (beats, release):
        async with ticking(ground):
            await until(lambda: caplog.text.count("maximum number of running instances") >= 3)
            # The one that came with the clock, and one of the metronome's behind it.
            assert beats.begun <= 2
            release()
            await until(lambda: beats.begun >= 5)


async def test_a_clock_that_hangs_is_complained_of_where_people_watch(database_url: str) -> None:
    now = NOW
    with grounded(database_url, clock=lambda: now) as ground:
        await tick_once(ground, CODECS)
        async with watched(ground) as health:
            with held_up(ground) as (beats, release):
                async with ticking(ground):
                    await until(lambda: beats.begun == 1)
                    assert (await health()).status_code == 200
                    now += TOO_LONG + timedelta(seconds=1)
                    told = await health()
                    assert told.status_code == 503
                    assert told.json()["reasons"] == ["the clock has been silent for 301 s"]
                    release()
                    await until(lambda: beats.over == 1)  # or its old beat comes after the new one
            await tick_once(ground, CODECS)
            assert (await health()).status_code == 200


@asynccontextmanager
async def ticking(ground: Ground) -> AsyncIterator[None]:
    """Let the real metronome tick while the block lasts."""
    time = asyncio.create_task(keep_time(ground, CODECS))
    try:
        yield
        assert not time.done()
    finally:
        time.cancel()
        await asyncio.gather(time, return_exceptions=True)


@dataclass
class Beats:
    begun: int = 0
    over: int = 0


@contextmanager
def held_up(ground: Ground) -> Iterator[tuple[Beats, Callable[[], None]]]:
    """Hold up every tick at its first statement, until it is released; counts those begun and
    those that are past it."""
    beats, gate = Beats(), threading.Event()

    def hold(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO heartbeat") and CLOCK in str(_rest[0]):
            beats.begun += 1
            assert gate.wait(PATIENCE)

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO heartbeat") and CLOCK in str(_rest[0]):
            beats.over += 1

    event.listen(ground.engine, "before_cursor_execute", hold)
    event.listen(ground.engine, "after_cursor_execute", count)
    try:
        yield beats, gate.set
    finally:
        gate.set()
        event.remove(ground.engine, "before_cursor_execute", hold)
        event.remove(ground.engine, "after_cursor_execute", count)


@asynccontextmanager
async def watched(ground: Ground) -> AsyncIterator[Callable[[], Awaitable[httpx.Response]]]:
    """Ask `/healthz` of a process that stands on this ground."""
    app = watching_app(watch(ground, Settings.model_validate({})))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield lambda: client.get("/healthz")


async def test_whoever_delivers_is_woken_after_each_step(sqlite_url: str) -> None:
    with grounded(sqlite_url) as ground:
        open_office(ground.engine)
        answer = ground.bell.next_answer
        await tick_once(ground, CODECS)
        assert answer.is_set()
