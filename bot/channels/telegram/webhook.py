"""Telling Telegram where to deliver updates."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

from bot.channels.telegram.baton import Baton, Task
from bot.channels.telegram.client import Client
from bot.channels.telegram.persistence import insist
from bot.channels.telegram.reading import UPDATES
from bot.ground import Ground
from bot.settings import Settings

PATH = "/webhook/telegram"
CONNECTIONS = 40
APART = 1.1  # seconds: Telegram takes one such call a second


def webhook_secret(settings: Settings) -> str:
    """Give the secret that Telegram sends back: the one that is set, else one that all derive."""
    if settings.telegram_webhook_secret is not None:
        return settings.telegram_webhook_secret.get_secret_value()
    assert settings.secret_key is not None  # every process has one once its settings are loaded
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, b"telegram webhook", hashlib.sha256).hexdigest()


async def set_webhook(ground: Ground, settings: Settings, *, bot: Client) -> None:
    """Set the webhook, trying until it is set; of several processes one after another.

    What waits there for delivery is never dropped.
    """
    baton = Baton(ground.engine, bot.number, Task.RECEIVING)
    try:
        await baton.wait_for(look_every=APART)
        await insist(
            lambda: bot.set_webhook(
                f"{settings.public_url}{PATH}",
                secret_token=webhook_secret(settings),
                max_connections=CONNECTIONS,
                allowed_updates=UPDATES,
            ),
            failed="telegram_webhook_not_set",
        )
        await asyncio.sleep(APART)
    finally:
        baton.drop()
