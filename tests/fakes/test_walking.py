"""Crowds that are played inside a fake, against a bot that echoes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.chats import NotOnScreen
from tests.fakes.telegram.fake import TelegramFake, fake_telegram
from tests.fakes.telegram.state import Bot as Account
from tests.fakes.walking import Step

CONVERSATION = [
    Step("say", "/report", until="ได้ /report"),
    Step("press", "ต่อ", until="แก้ 1.next"),
    Step("say", "45"),
]


@pytest.fixture
async def telegram_with_echo() -> AsyncIterator[TelegramFake]:
    """A bot that answers a text with a button, and a press by an edit."""
    with fake_telegram(Account(rates=False)) as telegram:
        async with Bot(telegram.bot.token, base_url=f"{telegram.url}/bot") as bot:
            echo = asyncio.create_task(answer_everybody(bot))
            yield telegram
            echo.cancel()
            with pytest.raises(asyncio.CancelledError):
                await echo


async def answer_everybody(bot: Bot) -> None:
    key = InlineKeyboardMarkup([[InlineKeyboardButton("ต่อ", callback_data="1.next")]])
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=20):
            offset = update.update_id + 1
            if update.message:
                text = f"ได้ {update.message.text}"
                await bot.send_message(update.message.chat.id, text, reply_markup=key)
            elif query := update.callback_query:
                await query.edit_message_text(f"แก้ {query.data}")


async def test_everybody_walks_at_once(telegram_with_echo: TelegramFake) -> None:
    people = [telegram_with_echo.phone(f"คนที่ {number}") for number in range(10)]
    walks = [(phone, CONVERSATION) for phone in people]
    took = await asyncio.to_thread(telegram_with_echo.walk, walks, seconds=20)
    assert [len(each) for each in took] == [3] * 10
    assert all(0 < seconds < 20 for each in took for seconds in each)
    assert [bubble.text for bubble in people[-1].seen] == ["แก้ 1.next", "ได้ 45"]
    assert telegram_with_echo.violations == []


async def test_who_is_not_answered_says_so(telegram_with_echo: TelegramFake) -> None:
    walks = [(telegram_with_echo.phone("มาลี"), [Step("say", "ก", until="ไม่มีทาง")])]
    with pytest.raises(NotOnScreen, match="After say 'ก' there is no 'ไม่มีทาง'"):
        await asyncio.to_thread(telegram_with_echo.walk, walks, seconds=0.2)
