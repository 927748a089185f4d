"""Telegram as a process takes part in it."""

from __future__ import annotations

from collections.abc import MutableMapping

from bot.channels.base import Channel
from bot.channels.platform import Platform
from bot.channels.telegram.addressing import Identity
from bot.channels.telegram.baton import Baton, Task
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import open_bot
from bot.channels.telegram.commands import set_commands
from bot.channels.telegram.files import TelegramSource
from bot.channels.telegram.intake import TelegramIntake
from bot.channels.telegram.pace import Rates
from bot.channels.telegram.persistence import insist
from bot.channels.telegram.polling import poll
from bot.channels.telegram.sole_sender import send_alone
from bot.channels.telegram.webhook import set_webhook, webhook_secret
from bot.ground import Ground
from bot.papers.workshop import Make
from bot.receive import Letterbox
from bot.settings import Settings


def start(
    settings: Settings,
    ground: Ground,
    letterbox: Letterbox,
    *,
    make: Make,
    rates: Rates | None = None,
) -> Platform | None:
    """Give what a process does for Telegram, inside its event loop; None without a token.

    Updates arrive by the webhook where PUBLIC_URL is set, else by polling. `make` makes what is
    sent along. `rates` are those that Telegram allows, unless given.
    """
    if settings.telegram_bot_token is None:
        return None
    bot = open_bot(settings)
    identity = Identity(bot.number)
    intake = TelegramIntake(identity, secret=webhook_secret(settings), clock=ground.clock)

    async def introduce() -> None:
        identity.name = (await bot.call("getMe", {}))["username"]

    async def receive() -> None:
        await insist(introduce, failed="telegram_bot_not_known")
        if settings.public_url is None:
            await poll(ground, letterbox, bot=bot, intake=intake)
        else:
            await set_webhook(ground, settings, bot=bot)

    async def offer_commands() -> None:
        await insist(lambda: set_commands(bot), failed="telegram_commands_not_set")

    def begin() -> TelegramChannel:
        return TelegramChannel(bot, clock=ground.clock, rates=rates or Rates(), make=make)

    async def send(channels: MutableMapping[str, Channel]) -> None:
        baton = Baton(ground.engine, bot.number, Task.SENDING)
        await send_alone(channels, name="telegram", begin=begin, baton=baton)

    return Platform(
        channel=begin(),
        send_alone=send,
        intake=intake,
        source=TelegramSource(bot),
        close=bot.close_connections,
        beside_web=(receive, offer_commands),
    )
