"""Asking LINE about the channel, and setting what is not as it should be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from linebot.v3 import oauth
from linebot.v3.messaging import (
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    SetWebhookEndpointRequest,
    TestWebhookEndpointRequest,
)
from pydantic import SecretStr

from bot.channels.line.menus.applying import apply_menus, read_shelf
from bot.channels.line.menus.plan import menus
from bot.checks.findings import Failure, Finding, Refusal, Silence, good, wrong
from bot.checks.line_facts import Endpoint, Info, LineFacts, Quota, Trial
from bot.platforms import PATIENCE, ask, fresh_line_token, line_client, line_token
from bot.settings import Settings
from storage.accounts import Account

PATIENCE_TO_APPLY = 60  # seconds; eight pictures may go up
WITHIN = {"_request_timeout": PATIENCE}


async def line_facts(settings: Settings, *, webhook_url: str | None) -> LineFacts:
    """Ask everything at once; what is not answered is a failure among the facts."""
    set_token = settings.line_channel_access_token
    proof, owner = await asyncio.gather(_proof(settings), _owner(settings))
    told = True if isinstance(proof, SecretStr) else proof
    token = set_token or (proof if isinstance(proof, SecretStr) else None)
    if token is None:
        refused = proof if isinstance(proof, Refusal | Silence) else Silence()
        return LineFacts(told, owner, refused, refused, None, refused, refused)
    async with line_client(settings, token) as client:
        api = AsyncMessagingApi(client)
        info, endpoint, trial, quota, stale = await asyncio.gather(
            ask(_info(api)),
            _endpoint(api),
            _nothing() if webhook_url is None else ask(_trial(api, webhook_url)),
            ask(_quota(api)),
            ask(_stale_menus(api)),
        )
    return LineFacts(told, owner, info, endpoint, trial, quota, stale)


async def apply_line(
    settings: Settings, people: Sequence[Account], *, webhook_url: str | None
) -> Finding:
    """Set where events go and the menus, and give everybody theirs."""
    token = await line_token(settings)
    if isinstance(token, Refusal | Silence):
        return wrong("LINE", f"Nothing could be set: {_said(token)}.")
    async with _apis(settings, token) as (api, blob):
        # Who does not answer at all need not be waited for so long.
        outcome: object = await ask(_info(api))
        if isinstance(outcome, Refusal | Silence):
            return wrong("LINE", f"Nothing could be set: {_said(outcome)}.")
        outcome = await ask(
            _apply(api, blob, people, webhook_url=webhook_url, locale=settings.locale),
            patience=PATIENCE_TO_APPLY,
        )
    if isinstance(outcome, Refusal | Silence):
        return wrong("LINE", f"Not everything could be set: {_said(outcome)}. Try again.")
    return good("LINE", f"The webhook is set; {outcome} menus were made, and linked to people.")


async def _apply(
    api: AsyncMessagingApi,
    blob: AsyncMessagingApiBlob,
    people: Sequence[Account],
    *,
    webhook_url: str | None,
    locale: str,
) -> int:
    if webhook_url is not None:
        await api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=webhook_url), **WITHIN)
    return await apply_menus(api, blob, people, locale=locale)


@asynccontextmanager
async def _apis(
    settings: Settings, token: SecretStr
) -> AsyncIterator[tuple[AsyncMessagingApi, AsyncMessagingApiBlob]]:
    pictures = settings.model_copy(update={"line_api_url": settings.line_data_api_url})
    async with line_client(settings, token) as client, line_client(pictures, token) as data_client:
        yield AsyncMessagingApi(client), AsyncMessagingApiBlob(data_client)


def _said(failure: Failure) -> str:
    match failure:
        case Refusal(429):
            return "LINE takes no more such requests for an hour"
        case Refusal(status):
            return f"LINE refused (status {status})"
        case Silence():
            return "LINE did not answer in time"


async def _nothing() -> None:
    return None


async def _proof(settings: Settings) -> SecretStr | Failure | None:
    return None if settings.line_channel_id is None else await fresh_line_token(settings)


async def _owner(settings: Settings) -> str | Failure | None:
    """Ask which channel the set token belongs to, where there is an ID to compare with."""
    token = settings.line_channel_access_token
    if token is None or settings.line_channel_id is None:
        return None
    async with oauth.AsyncApiClient(oauth.Configuration(host=settings.line_api_url)) as client:
        verified: Awaitable[Any] = oauth.AsyncChannelAccessToken(client).verify_channel_token(
            token.get_secret_value(), **WITHIN
        )
        told = await ask(verified)
    return told if isinstance(told, Refusal | Silence) else str(told.client_id)


async def _info(api: AsyncMessagingApi) -> Info:
    info = await api.get_bot_info(**WITHIN)
    return Info(info.basic_id, chats=info.chat_mode == "chat")


async def _endpoint(api: AsyncMessagingApi) -> Endpoint | Failure:
    found = await ask(api.get_webhook_endpoint(**WITHIN))
    match found:
        case Refusal(404):
            return Endpoint("", active=False)
        case Refusal() | Silence():
            return found
    return Endpoint(found.endpoint, active=found.active)


async def _trial(api: AsyncMessagingApi, url: str) -> Trial:
    tried = await api.test_webhook_endpoint(TestWebhookEndpointRequest(endpoint=url), **WITHIN)
    return Trial(bool(tried.success), tried.status_code, tried.reason)


async def _quota(api: AsyncMessagingApi) -> Quota:
    quota = await api.get_message_quota(**WITHIN)
    used = await api.get_message_quota_consumption(**WITHIN)
    return Quota(quota.value, used.total_usage)


async def _stale_menus(api: AsyncMessagingApi) -> int:
    shelf = await read_shelf(api)
    return sum(shelf.id_of(menu) is None for menu in menus())
