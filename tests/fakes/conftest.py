"""A fake of each kind, a webhook, and the real client libraries."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from linebot.v3.messaging import AsyncApiClient, AsyncMessagingApi, Configuration
from telegram import Bot

from tests.fakes.line.fake import LineFake, fake_line
from tests.fakes.receiver import Receiver, receiving
from tests.fakes.telegram.fake import TelegramFake, fake_telegram

LineCall = Callable[..., httpx.Response]


@pytest.fixture
def line() -> Iterator[LineFake]:
    with fake_line() as fake:
        yield fake


@pytest.fixture
def telegram() -> Iterator[TelegramFake]:
    with fake_telegram() as fake:
        yield fake


@pytest.fixture
def webhook() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def post(line: LineFake) -> Iterator[LineCall]:
    """A raw call of LINE's API, for what the library refuses to send."""
    with httpx.Client(base_url=line.url, timeout=60) as client:

        def call(
            path: str,
            body: Any = None,
            *,
            verb: str = "POST",
            content: bytes | None = None,
            **headers: str,
        ) -> Any:
            if content is None and body is not None:
                content = json.dumps(body, ensure_ascii=False).encode()
            spelled = {name.replace("_", "-"): value for name, value in headers.items()}
            usual = {
                "Authorization": f"Bearer {line.channel.access_token}",
                "Content-Type": "application/json",
            }
            return client.request(verb, path, content=content, headers={**usual, **spelled})

        yield call


@pytest.fixture
async def line_api(line: LineFake) -> AsyncIterator[AsyncMessagingApi]:
    """LINE's own client library."""
    settings = Configuration(host=line.url, access_token=line.channel.access_token)
    async with AsyncApiClient(settings) as client:
        yield AsyncMessagingApi(client)


@pytest.fixture
async def bot(telegram: TelegramFake, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """python-telegram-bot, as it is, with times as its next version gives them."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    address = f"{telegram.url}/bot"
    files = f"{telegram.url}/file/bot"
    async with Bot(telegram.bot.token, base_url=address, base_file_url=files) as client:
        yield client


@pytest.fixture
def ask(telegram: TelegramFake) -> Iterator[Callable[..., dict[str, Any]]]:
    """A raw call of a method of Telegram's, for what the library refuses to send."""
    with httpx.Client(base_url=f"{telegram.url}/bot{telegram.bot.token}", timeout=60) as client:

        def call(method: str, **parameters: Any) -> dict[str, Any]:
            return dict(client.post(f"/{method}", json=parameters).json())

        yield call
