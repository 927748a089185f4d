"""The metronome: it ticks at once and goes on, whatever a tick meets."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import scheduler
from bot.ground import Ground
from bot.scheduler import keep_time, tick_once
from reminders.tick import CLOCK
from storage.db import reading, transaction
from storage.heartbeats import last_beat
from tests.faults.loops import until
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


async def test_it_goes_on_when_the_database_comes_back(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "EVERY", 0.05)
    failures = 3

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal failures
        if failures and statement.startswith("INSERT INTO heartbeat"):
            failures -= 1
            raise OperationalError(statement, {}, Exception("database is locked"))

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
    assert failed["at"].startswith("storage/policies.py:")


async def test_whoever_delivers_is_woken_after_each_step(sqlite_url: str) -> None:
    with grounded(sqlite_url) as ground:
        open_office(ground.engine)
        answer = ground.bell.next_answer
        await tick_once(ground, CODECS)
        assert answer.is_set()
