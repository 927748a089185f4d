"""Telegram's rates: per chat, per group, and of the whole bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.fakes.faults import At, RateLimited, Script
from tests.fakes.telegram.fake import TelegramFake, fake_telegram
from tests.fakes.telegram.state import Bot as BotAccount

Ask = Callable[..., dict[str, Any]]


def test_a_chat_gets_a_burst_and_then_one_a_second(telegram: TelegramFake, ask: Ask) -> None:
    phone, other = telegram.phone("มาลี"), telegram.phone("วิชัย")
    telegram.freeze()
    refused = send_until_refused(telegram, ask, phone.id, most=20)
    assert refused["error_code"] == 429
    wait = refused["parameters"]["retry_after"]
    assert refused["description"] == f"Too Many Requests: retry after {wait}"
    assert "more than one message a second to a chat" in telegram.violations[0]
    assert ask("sendMessage", chat_id=other.id, text="ก")["ok"]
    telegram.forward(wait)
    assert ask("sendMessage", chat_id=phone.id, text="ก")["ok"]
    assert len(telegram.violations) == 1


def send_until_refused(telegram: TelegramFake, ask: Ask, chat: int | str, *, most: int) -> Any:
    for _ in range(most):
        answer = ask("sendMessage", chat_id=chat, text="ก")
        if not answer["ok"]:
            return answer
    raise AssertionError(f"{most} messages were let through")


def test_a_group_gets_twenty_a_minute(telegram: TelegramFake, ask: Ask) -> None:
    group = telegram.group("กลุ่ม", telegram.phone("มาลี"))
    for _ in range(20):
        assert ask("sendMessage", chat_id=group.id, text="ก")["ok"]
        telegram.forward(2)
    refused = ask("sendMessage", chat_id=group.id, text="ก")
    assert refused["parameters"]["retry_after"] > 10
    assert "more than 20 messages a minute to a group" in telegram.violations[0]


def test_all_chats_together_get_thirty_a_second(telegram: TelegramFake, ask: Ask) -> None:
    people = [telegram.phone(f"คนที่ {number}") for number in range(8)]
    telegram.freeze()
    answers = [ask("sendMessage", chat_id=people[n % 8].id, text="ก") for n in range(31)]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
    assert "more than 30 messages a second in all" in telegram.violations[0]


async def test_who_was_told_to_wait_waits(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    telegram.freeze()
    telegram.play(Script(listed=(At("sendMessage", RateLimited(retry_after=7)),)))
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(phone.id, "ก")
    assert told.value.retry_after == timedelta(seconds=7)
    telegram.forward(7)
    await bot.send_message(phone.id, "ก")
    assert telegram.violations == []
    telegram.play(Script(listed=(At("sendMessage", RateLimited(retry_after=7)),)))
    with pytest.raises(RetryAfter):
        await bot.send_message(phone.id, "ก")
    await bot.send_message(phone.id, "ข")
    assert "was to be left alone" in telegram.violations[0]


async def test_rates_can_be_left_out() -> None:
    with fake_telegram(BotAccount(rates=False)) as telegram:
        async with Bot(telegram.bot.token, base_url=f"{telegram.url}/bot") as bot:
            phone = telegram.phone("มาลี")
            for _ in range(40):
                await bot.send_message(phone.id, "ก")
        assert telegram.violations == []
