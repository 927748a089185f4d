"""The webhook: set by every process, with a secret that all of them know, and nothing dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select
from telegram.error import RetryAfter, TimedOut

from bot.channels.telegram.client import Client
from bot.channels.telegram.commands import IN_GROUPS, IN_PRIVATE, set_commands
from bot.channels.telegram.persistence import LONGEST_PAUSE, pause_after
from bot.channels.telegram.reading import UPDATES
from bot.channels.telegram.webhook import webhook_secret
from storage.db import reading
from storage.tables import inbox
from tests.channels.telegram.process import PUBLIC, process, settings_for, until
from tests.fakes.faults import At, RateLimited, Script, ServerError
from tests.fakes.telegram.fake import TelegramFake

PRIVATE, GROUPS = {"type": "all_private_chats"}, {"type": "all_group_chats"}


@pytest.fixture(autouse=True)
def _no_rule_is_broken(telegram: TelegramFake) -> Iterator[None]:
    yield
    assert telegram.violations == []


async def test_telegram_is_told_where_to_deliver(sqlite: Engine, telegram: TelegramFake) -> None:
    malee = telegram.phone("มาลี")
    malee.say("ก่อนตั้ง")
    async with process(telegram, sqlite, by_webhook=True, answers=False):
        await until(lambda: telegram.undelivered == 0)
    secret = webhook_secret(settings_for(telegram, "sqlite:///x.db"))
    assert telegram.webhook["url"] == f"{PUBLIC}/webhook/telegram"
    assert telegram.webhook["allowed"] == list(UPDATES)
    assert telegram.webhook["secret"] == secret
    with reading(sqlite) as tx:
        (payload,) = tx.execute(select(inbox.c.payload)).scalars()
    assert "text" in payload


def test_the_secret_is_the_one_that_is_set_or_one_that_all_processes_derive(
    telegram: TelegramFake,
) -> None:
    settings = settings_for(telegram, "sqlite:///x.db")
    derived = webhook_secret(settings)
    assert derived == webhook_secret(settings_for(telegram, "sqlite:///y.db"))
    other = settings.model_copy(update={"secret_key": SecretStr("another")})
    assert webhook_secret(other) != derived
    given = settings.model_copy(update={"telegram_webhook_secret": SecretStr("given")})
    assert webhook_secret(given) == "given"
    assert "a long random text" not in derived


async def test_setting_it_is_tried_until_it_is_done(sqlite: Engine, telegram: TelegramFake) -> None:
    failing = (At("setWebhook", ServerError()), At("setWebhook", RateLimited(1)))
    telegram.play(Script(listed=(*failing, At("setMyCommands", ServerError()))))
    async with process(telegram, sqlite, by_webhook=True, answers=False):
        await until(lambda: telegram.webhook["url"] != "")
        await until(lambda: telegram.commands(GROUPS, "en") != {})


async def test_two_processes_that_start_together_set_it_one_after_another(
    postgresql: Engine, telegram: TelegramFake
) -> None:
    async with (
        process(telegram, postgresql, by_webhook=True, answers=False),
        process(telegram, postgresql, by_webhook=True, answers=False),
    ):
        await until(lambda: telegram.calls.get("setWebhook", 0) == 2)
    # At once, the second would have been told to wait a second, and have asked again.
    assert telegram.calls["setWebhook"] == 2
    assert telegram.violations == []


async def test_commands_are_offered_in_each_language_for_each_kind_of_chat(
    bot: Client, telegram: TelegramFake
) -> None:
    await set_commands(bot)
    for language in ("", "th", "en"):
        assert list(telegram.commands(PRIVATE, language)) == list(IN_PRIVATE)
        assert list(telegram.commands(GROUPS, language)) == list(IN_GROUPS)
    assert telegram.commands(PRIVATE) == telegram.commands(PRIVATE, "th")
    assert telegram.commands(PRIVATE, "en")["report"] == "Report the progress of a project"
    assert telegram.commands(PRIVATE, "th")["report"] == "รายงานความก้าวหน้าของโครงการ"


def test_pauses_grow_and_are_no_shorter_than_telegram_asks() -> None:
    pauses = [pause_after(TimedOut(), attempts) for attempts in range(1, 40)]
    assert pauses[:3] == [1, 2, 4]
    assert max(pauses) == LONGEST_PAUSE
    assert pause_after(RetryAfter(90), 1) == 90


async def test_the_process_ends_while_it_still_tries(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    telegram.play(Script(listed=(At("getMe", ServerError(), times=999),)))
    async with asyncio.timeout(10):
        async with process(telegram, sqlite, by_webhook=True, answers=False):
            await until(lambda: telegram.calls.get("getMe", 0) > 0)
