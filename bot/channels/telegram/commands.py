"""The commands that Telegram offers in its menu."""

from __future__ import annotations

from handlers.commands import Name
from handlers.texts import phrases
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

IN_PRIVATE = (
    *(Name.REPORT, Name.STATUS, Name.HISTORY, Name.BACK, Name.CANCEL, Name.HELP),
    *(Name.LATE, Name.RISK, Name.SUMMARY),
    *(Name.PROJECT, Name.LEAVE, Name.LANG, Name.ME, Name.UNLINK, Name.ERASE),
)
IN_GROUPS = (
    *(Name.STATUS, Name.LATE, Name.RISK, Name.SUMMARY),
    *(Name.BIND, Name.UNBIND, Name.HELP),
)
SCOPES: tuple[tuple[BotCommandScope, tuple[Name, ...]], ...] = (
    (BotCommandScopeAllPrivateChats(), IN_PRIVATE),
    (BotCommandScopeAllGroupChats(), IN_GROUPS),
)
LANGUAGES = {None: "th", "th": "th", "en": "en"}
"""Whoever has neither language in the app is shown the office's, which is Thai."""


async def set_commands(bot: Bot) -> None:
    """Set the commands for each kind of chat, in each language; raises TelegramError."""
    for scope, names in SCOPES:
        for language, locale in LANGUAGES.items():
            say = phrases("telegram", locale)
            offered = [BotCommand(name, say(f"command.{name}")) for name in names]
            await bot.set_my_commands(offered, scope=scope, language_code=language)
