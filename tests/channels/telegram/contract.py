"""Telegram as the contract of all channels asks for it."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.channels.base import Result
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.pace import Rate, Rates
from bot.channels.telegram.writing import plain_text
from bot.papers.making import Made, name_of
from handlers.messages import Attachment, Edited, Event, Greeting, Press, Text, Unread, Unreadable
from handlers.papers import Paper
from storage.records import Dispatch
from tests.channels.telegram import updates as u
from tests.fakes.telegram.fake import fake_telegram
from tests.fakes.telegram.people import user_id
from tests.fakes.telegram.state import Bot

WHO = "มาลี"
ACCOUNT = str(user_id(WHO))

_FILE = {"file_id": "AgAD", "file_unique_id": "U1"}
_UNREAD: dict[Unread, u.Json] = {
    Unread.STICKER: {"sticker": _FILE},
    Unread.VOICE: {"voice": _FILE},
    Unread.LOCATION: {"location": {"latitude": 13.7, "longitude": 100.5}},
    Unread.PICTURE: {"animation": _FILE, "document": _FILE},
    Unread.FILE: {"video": _FILE},
    Unread.OTHER: {"contact": {"phone_number": "0", "first_name": "สมชาย"}},
}
_FAST = Rate(timedelta(), 1)


def as_telegram_writes(event: Event) -> str:
    """Give an event of a private chat as an update."""
    chat, sender = u.private(int(ACCOUNT)), u.user(int(ACCOUNT))
    match event:
        case Text(text):
            update = u.said(text, chat, **{"from": sender})
        case Press(ask, choice):
            update = u.pressed(f"{ask}.{choice}", chat)
            update["callback_query"]["from"] = sender
        case Unreadable(kind):
            update = u.sent(chat, **{"from": sender}, **_UNREAD[kind])
        case Edited():
            update = u.edited("46", chat)
            update["edited_message"]["from"] = sender
        case Attachment(reference):
            update = u.sent(chat, **{"from": sender}, document={"file_id": reference})
        case Greeting():
            raise AssertionError("a private chat begins with the text /start")
        case _:
            assert_never(event)
    return json.dumps(update)


def as_telegram_shows(said: str) -> str:
    """Give what is seen of the strings in a request."""
    return plain_text(said)


async def make_nothing(_paper: Paper, _locale: str) -> None:
    """There is no such project."""


def png(width: int, height: int) -> bytes:
    """Give what begins as a picture of this size does."""
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + width.to_bytes(4, "big") + height.to_bytes(4, "big")


async def make_curve(paper: Paper, _locale: str) -> Made:
    """Make something that Telegram takes for a picture, and a file as well."""
    content = png(640, 400)
    return Made(io.BytesIO(content), name_of(paper), "image/png", len(content))


class TelegramOnLoopback:
    """The channel and a Telegram of its own for each request, which must break no rule."""

    @property
    def name(self) -> str:
        return "telegram"

    async def send(self, dispatch: Dispatch) -> Result:
        with fake_telegram(Bot(rates=False)) as telegram:
            telegram.phone(WHO)
            client = Client(telegram.bot.token, api_url=telegram.url)
            rates = Rates(_FAST, _FAST, _FAST, in_any_second=5_000)
            channel = TelegramChannel(
                client, clock=lambda: datetime.now(UTC), rates=rates, make=make_curve
            )
            assert channel.name == self.name
            try:
                return await channel.send(dispatch)
            finally:
                await client.close_connections()
                assert telegram.violations == []
