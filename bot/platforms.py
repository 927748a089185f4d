"""Asking the platforms on behalf of a command: impatiently, and with failures as values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
from linebot.v3 import messaging
from linebot.v3.messaging.exceptions import ApiException
from linebot.v3.oauth.exceptions import ApiException as TokenException
from pydantic import SecretStr
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.line.issuing import issue_for
from bot.channels.line.tokens import Issued, NoToken
from bot.channels.telegram.client import Client, open_bot
from bot.checks.findings import Failure, Refusal, Silence
from bot.settings import Settings

PATIENCE = 4  # seconds for one answer; two of them one after another stay below ten

Answer = TypeVar("Answer")


async def ask(question: Awaitable[Answer], *, patience: float = PATIENCE) -> Answer | Failure:
    """Wait for an answer of a platform; whatever goes wrong is a value, without its words.

    Errors of the client libraries may quote the address that was asked, and so the token.
    """
    try:
        async with asyncio.timeout(patience):
            return await question
    except (ApiException, TokenException, NoToken) as error:
        status = error.status or 0
        return Refusal(status) if 0 < status < 500 else Silence()
    except InvalidToken:
        return Refusal(401)
    except Forbidden:
        return Refusal(403)
    except Conflict:
        return Refusal(409)
    except BadRequest:
        return Refusal(400)
    except (NetworkError, TelegramError, aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return Silence()


@asynccontextmanager
async def telegram_bot(settings: Settings) -> AsyncIterator[Client]:
    """The client of Telegram, for the bot whose token is set."""
    bot = open_bot(settings)
    try:
        yield bot
    finally:
        await bot.close_connections()


@asynccontextmanager
async def line_client(
    settings: Settings, token: SecretStr
) -> AsyncIterator[messaging.AsyncApiClient]:
    """The client of LINE, with a token that is good already."""
    configuration = messaging.Configuration(
        host=settings.line_api_url, access_token=token.get_secret_value()
    )
    async with messaging.AsyncApiClient(configuration) as client:
        yield client


async def line_token(settings: Settings) -> SecretStr | Failure:
    """Give the token to speak to LINE with: the one that is set, else a fresh one."""
    if settings.line_channel_access_token is not None:
        return settings.line_channel_access_token
    return await fresh_line_token(settings)


async def fresh_line_token(settings: Settings) -> SecretStr | Failure:
    """Let LINE issue a token for a quarter of an hour, for the channel's ID and secret."""
    issued = await ask(issue_for(settings)())
    return issued.token if isinstance(issued, Issued) else issued
