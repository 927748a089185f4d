"""Asking Telegram about the bot, and setting what is not as it should be."""

from __future__ import annotations

import asyncio

from telegram import BotCommandScopeAllPrivateChats, User, WebhookInfo

from bot.channels.telegram.client import Client
from bot.channels.telegram.commands import set_commands
from bot.channels.telegram.reading import UPDATES
from bot.channels.telegram.webhook import CONNECTIONS, webhook_secret
from bot.checks.findings import Failure, Finding, Refusal, Silence, good, wrong
from bot.checks.telegram import Me, TelegramFacts, Webhook
from bot.platforms import ask, telegram_bot
from bot.settings import Settings

PATIENCE_TO_APPLY = 20  # seconds; several calls one after another


async def telegram_facts(settings: Settings) -> TelegramFacts:
    """Ask everything at once; what is not answered is a failure among the facts."""
    async with telegram_bot(settings) as bot:
        me, webhook, commands = await asyncio.gather(
            ask(bot.get_me()),
            ask(bot.get_webhook_info()),
            ask(bot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="th")),
        )
    return TelegramFacts(
        me if isinstance(me, Refusal | Silence) else _me(me),
        webhook if isinstance(webhook, Refusal | Silence) else _webhook(webhook),
        commands if isinstance(commands, Refusal | Silence) else len(commands),
    )


async def apply_telegram(settings: Settings, *, webhook_url: str | None) -> Finding:
    """Set the menu of commands and where updates go; without an address they are polled."""
    async with telegram_bot(settings) as bot:
        # Who does not answer at all need not be waited for so long.
        outcome: object = await ask(bot.get_me())
        if not isinstance(outcome, Refusal | Silence):
            outcome = await ask(_apply(bot, settings, webhook_url), patience=PATIENCE_TO_APPLY)
    if isinstance(outcome, Refusal | Silence):
        return wrong("Telegram", f"Not everything could be set: {_said(outcome)}.")
    return good("Telegram", "The webhook and the menu of commands are set.")


async def _apply(bot: Client, settings: Settings, webhook_url: str | None) -> None:
    await set_commands(bot)
    if webhook_url is None:
        await bot.delete_webhook()
    else:
        await bot.set_webhook(
            webhook_url,
            secret_token=webhook_secret(settings),
            max_connections=CONNECTIONS,
            allowed_updates=UPDATES,
        )


def _said(failure: Failure) -> str:
    match failure:
        case Refusal(status):
            return f"Telegram refused (status {status})"
        case Silence():
            return "Telegram did not answer in time"


def _me(user: User) -> Me:
    return Me(
        user.username or "",
        joins_groups=bool(user.can_join_groups),
        reads_groups=bool(user.can_read_all_group_messages),
    )


def _webhook(info: WebhookInfo) -> Webhook:
    return Webhook(
        info.url,
        info.pending_update_count,
        tuple(info.allowed_updates or ()),
        info.last_error_message or "",
        info.last_error_date,
    )
