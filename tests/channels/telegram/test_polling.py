"""Polling: one process of all, nothing lost while Telegram or the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.channels.telegram.baton import Baton, Task
from bot.channels.telegram.client import Client
from bot.channels.telegram.reading import UPDATES
from storage.db import reading
from storage.tables import inbox
from tests.channels.telegram.process import process, until
from tests.fakes.faults import EVERY_FAULT, At, Delay, LateAnswer, RateLimited, Script, ServerError
from tests.fakes.telegram.fake import TelegramFake

# Without those that only take longer, and the one that asks for a pause of seconds.
FAILURES = tuple(
    fault for fault in EVERY_FAULT if not isinstance(fault, Delay | LateAnswer | RateLimited)
)


@pytest.fixture(autouse=True)
def _no_rule_is_broken(telegram: TelegramFake) -> Iterator[None]:
    yield
    assert telegram.violations == []


def kept(engine: Engine) -> int:
    with reading(engine) as tx:
        return len(tx.execute(select(inbox.c.id)).all())


async def test_updates_are_kept_and_let_go_of(database: Engine, telegram: TelegramFake) -> None:
    malee = telegram.phone("มาลี")
    async with process(telegram, database, answers=False):
        malee.say("หนึ่ง")
        malee.say("สอง")
        await until(lambda: telegram.undelivered == 0)
    assert kept(database) == 2
    assert telegram.webhook["allowed"] == list(UPDATES)


async def test_what_waited_at_a_webhook_of_before_is_fetched(
    sqlite: Engine, telegram: TelegramFake, bot: Client
) -> None:
    telegram.route("https://gone.example", "http://127.0.0.1:9")
    await bot.set_webhook("https://gone.example/webhook/telegram")
    telegram.phone("มาลี").say("หนึ่ง")
    async with process(telegram, sqlite, answers=False):
        await until(lambda: telegram.undelivered == 0)
    assert kept(sqlite) == 1
    assert telegram.webhook["url"] == ""


async def test_nothing_is_lost_while_telegram_fails_in_every_way(
    sqlite: Engine, telegram: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.persistence.LONGEST_PAUSE", 0.02)
    listed = tuple(At("getUpdates", fault) for fault in FAILURES)
    telegram.play(Script(listed=(At("getMe", ServerError()), *listed)))
    malee = telegram.phone("มาลี")
    with capture_logs() as log:
        async with process(telegram, sqlite, answers=False):
            malee.say("หนึ่ง")
            await until(lambda: telegram.undelivered == 0)
    assert kept(sqlite) == 1
    assert {line["event"] for line in log} >= {"telegram_bot_not_known", "telegram_not_polled"}
    assert telegram.bot.token not in str(log)


async def test_an_update_is_fetched_again_until_the_database_took_it(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    failures = [OperationalError("x", None, Exception("locked")) for _ in range(2)]

    async with process(telegram, sqlite, answers=False) as ground:

        @event.listens_for(ground.engine, "begin")
        def fail(_connection: object) -> None:
            if failures:
                raise failures.pop()

        malee.say("หนึ่ง")
        await until(lambda: telegram.undelivered == 0)
    assert failures == []
    assert kept(sqlite) == 1


async def test_of_two_processes_one_polls_and_the_other_takes_over(
    postgresql: Engine, telegram: TelegramFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.polling.OTHERS_PAUSE", 0.02)
    malee = telegram.phone("มาลี")
    async with process(telegram, postgresql, answers=False):
        async with process(telegram, postgresql, answers=False):
            malee.say("หนึ่ง")
            await until(lambda: telegram.undelivered == 0)
        malee.say("สอง")
        await until(lambda: telegram.undelivered == 0)
    assert kept(postgresql) == 2


def test_one_has_the_baton_until_it_drops_it(postgresql: Engine) -> None:
    mine, theirs = (
        Baton(postgresql, 123456789, Task.RECEIVING),
        Baton(postgresql, 123456789, Task.RECEIVING),
    )
    assert [mine.take(), mine.take(), theirs.take()] == [True, True, False]
    assert Baton(postgresql, 7, Task.RECEIVING).take()  # another bot's
    mine.drop()
    assert theirs.take()
    assert not mine.take()
    theirs.drop()


def test_a_baton_whose_connection_broke_is_taken_anew(postgresql: Engine) -> None:
    mine, theirs = (
        Baton(postgresql, 123456789, Task.RECEIVING),
        Baton(postgresql, 123456789, Task.RECEIVING),
    )
    assert mine.take()
    with postgresql.connect() as other:
        other.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database"
            " ON database = pg_database.oid AND datname = current_database()"
            " WHERE locktype = 'advisory'"  # other tests hold theirs in databases of their own
        )
    with pytest.raises(OperationalError):
        mine.take()
    assert theirs.take()
    assert not mine.take()
    theirs.drop()


def test_on_sqlite_whoever_asks_has_the_baton(sqlite: Engine) -> None:
    assert Baton(sqlite, 1, Task.RECEIVING).take()


async def test_polling_ends_promptly(sqlite: Engine, telegram: TelegramFake) -> None:
    async with asyncio.timeout(10):  # a poll lasts longer
        async with process(telegram, sqlite, answers=False):
            await until(lambda: telegram.calls.get("getUpdates", 0) > 0)
    assert telegram.calls["getUpdates"] == 1, "the poll that was under way was not given up"
