"""Telegram on loopback, and the bot's client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.channels.telegram.client import Client
from tests.fakes.telegram.fake import TelegramFake, fake_telegram


@pytest.fixture
def telegram() -> Iterator[TelegramFake]:
    with fake_telegram() as fake:
        yield fake


@pytest.fixture
async def bot(telegram: TelegramFake) -> AsyncIterator[Client]:
    client = Client(telegram.bot.token, api_url=telegram.url)
    yield client
    await client.close_connections()
