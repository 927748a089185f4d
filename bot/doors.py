"""Asking the platforms for the names under which people find the bot there."""

from __future__ import annotations

import asyncio

from linebot.v3.messaging import AsyncMessagingApi

from bot.checks.findings import Failure, Refusal, Silence
from bot.links import Doors
from bot.platforms import PATIENCE, ask, line_client, line_token, telegram_bot
from bot.settings import Settings


async def find_doors(settings: Settings) -> tuple[Doors, tuple[str, ...]]:
    """Give the names, and a sentence for each platform that is set up and gave none."""
    telegram, line = await asyncio.gather(_telegram_name(settings), _line_name(settings))
    faults = [
        _sentence(platform, variable, found)
        for platform, variable, found in (
            ("Telegram", "TELEGRAM_BOT_TOKEN", telegram),
            ("LINE", "LINE_CHANNEL_SECRET and the token or channel ID beside it", line),
        )
        if isinstance(found, Refusal | Silence)
    ]
    return Doors(_known(telegram), _known(line)), tuple(faults)


async def _telegram_name(settings: Settings) -> str | Failure | None:
    if settings.telegram_bot_token is None:
        return None
    async with telegram_bot(settings) as bot:
        me = await ask(bot.get_me())
    return me if isinstance(me, Refusal | Silence) else me.username


async def _line_name(settings: Settings) -> str | Failure | None:
    if settings.line_channel_secret is None:
        return None
    token = await line_token(settings)
    if isinstance(token, Refusal | Silence):
        return token
    async with line_client(settings, token) as client:
        info = await ask(AsyncMessagingApi(client).get_bot_info(_request_timeout=PATIENCE))
    return info if isinstance(info, Refusal | Silence) else info.basic_id


def _known(found: str | Failure | None) -> str | None:
    return found if isinstance(found, str) else None


def _sentence(platform: str, variable: str, failure: Failure) -> str:
    match failure:
        case Refusal():
            return f"{platform} does not accept what is set: check {variable}."
        case Silence():
            return f"{platform} could not be reached: its link is missing until it can."
