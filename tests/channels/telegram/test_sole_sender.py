"""Of the processes of a service one sends for Telegram at a time, and never none for long."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import Channel
from bot.channels.local import WebchatChannel
from bot.channels.telegram import sole_sender
from bot.channels.telegram.baton import Baton, Task
from bot.channels.telegram.sole_sender import send_alone
from bot.ground import Ground
from tests.faults.loops import until
from tests.turns.grounds import grounded

BOT = 123456789


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sole_sender, "APART", 0.01)


def start(ground: Ground, channels: dict[str, Channel]) -> asyncio.Task[None]:
    baton = Baton(ground.engine, BOT, Task.SENDING)
    return asyncio.create_task(
        send_alone(channels, name="webchat", begin=WebchatChannel, baton=baton)
    )


async def end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_process_alone_sends(database_url: str) -> None:
    with grounded(database_url) as ground:
        channels: dict[str, Channel] = {}
        task = start(ground, channels)
        await until(lambda: "webchat" in channels)
        await end(task)
    assert channels == {}


async def test_of_two_processes_one_sends_and_the_other_when_it_is_gone(
    postgresql_url: str,
) -> None:
    with grounded(postgresql_url) as here, grounded(postgresql_url) as there:
        ours: dict[str, Channel] = {}
        theirs: dict[str, Channel] = {}
        first = start(here, ours)
        await until(lambda: bool(ours))
        second = start(there, theirs)
        for _look in range(20):
            await asyncio.sleep(0.01)
            assert (bool(ours), bool(theirs)) == (True, False)
        await end(first)
        await until(lambda: bool(theirs))
        await end(second)


async def test_to_receive_and_to_send_are_two_things(postgresql_url: str) -> None:
    with grounded(postgresql_url) as here, grounded(postgresql_url) as there:
        receiving = Baton(here.engine, BOT, Task.RECEIVING)
        sending = Baton(there.engine, BOT, Task.SENDING)
        assert await receiving.has()
        assert await sending.has()
        receiving.drop()
        sending.drop()
