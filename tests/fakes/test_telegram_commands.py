"""Telegram's commands, by scope and language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from tests.fakes.telegram.fake import TelegramFake

Json = dict[str, Any]
Ask = Callable[..., Json]


async def test_commands_are_kept_by_scope_and_language(telegram: TelegramFake, bot: Bot) -> None:
    thai = [BotCommand("report", "รายงานความก้าวหน้า")]
    await bot.set_my_commands(thai, scope=BotCommandScopeAllPrivateChats(), language_code="th")
    assert telegram.commands({"type": "all_private_chats"}, "th") == {"report": "รายงานความก้าวหน้า"}
    assert telegram.commands() == {}
    phone = telegram.phone("มาลี")
    scope = BotCommandScopeChat(phone.id)
    await bot.set_my_commands(thai, scope=scope)
    assert (await bot.get_my_commands(scope=scope))[0].command == "report"
    await bot.delete_my_commands(scope=scope)
    assert await bot.get_my_commands(scope=scope) == ()
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("said", "commands", "language"),
    [
        ("BOT_COMMAND_INVALID", [("Report", "ก")], ""),
        ("BOT_COMMAND_INVALID", [("r" * 33, "ก")], ""),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("report", "")], ""),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("report", "ก" * 257)], ""),
        ("BOT_COMMANDS_TOO_MUCH", [(f"c{n}", "ก") for n in range(101)], ""),
        ("BOT_COMMAND_LANGUAGE_INVALID", [("report", "ก")], "tha"),
    ],
)
async def test_commands_have_limits(
    telegram: TelegramFake, ask: Ask, said: str, commands: list[tuple[str, str]], language: str
) -> None:
    listed = [{"command": name, "description": text} for name, text in commands]
    answer = ask("setMyCommands", commands=listed, language_code=language)
    assert answer["description"] == f"Bad Request: {said}"
    assert len(telegram.violations) == 1


def test_a_scope_is_one_of_telegrams(telegram: TelegramFake, ask: Ask) -> None:
    assert ask("setMyCommands", commands=[], scope={"type": "everybody"})["error_code"] == 400
    assert "scope.type" in telegram.violations[0]
