"""The Bot API's description, brought down to shapes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]

TELEGRAM_METHODS = [
    "getMe",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "setMyCommands",
    "deleteMyCommands",
    "getMyCommands",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "deleteMessage",
    "answerCallbackQuery",
    "sendChatAction",
    "getFile",
    "sendDocument",
    "sendPhoto",
    "sendMediaGroup",
    "getChat",
    "getChatMember",
    "leaveChat",
    "setMyDescription",
    "setMyShortDescription",
]

# The names that the Telegram file gives to unions, spelled out.
TELEGRAM_UNIONS: dict[str, Any] = {
    "ChatIdUnion": {"one of": ["integer", "string"]},
    "DateTimeUnion": "integer",
    "InputFile": "file",
    "InputFileUnion": "file",
    "ReplyMarkupUnion": {
        "one of": [
            {"is": name}
            for name in (
                "InlineKeyboardMarkup",
                "ReplyKeyboardMarkup",
                "ReplyKeyboardRemove",
                "ForceReply",
            )
        ]
    },
    "MediaUnion": {"is": "InputMedia"},
    "BotCommandScopeUnion": {"is": "BotCommandScope"},
}
TELEGRAM_CHOICES = {
    "InputMedia": {
        kind: f"InputMedia{kind.title()}" for kind in ("photo", "document", "video", "audio")
    },
    "BotCommandScope": {
        kind: "BotCommandScope" + kind.title().replace("_", "")
        for kind in (
            "default",
            "all_private_chats",
            "all_group_chats",
            "all_chat_administrators",
            "chat",
            "chat_administrators",
            "chat_member",
        )
    },
}
TELEGRAM_PLAIN = {"int": "integer", "str": "string", "bool": "boolean", "float": "number"}
# What the file keeps of interfaces that Telegram has withdrawn.
WITHDRAWN = "'deprecated': True"


def trim_telegram(folder: Path) -> JsonObject:
    """Telegram's methods that a bot like ours may use, and every type that they reach."""
    api = json.loads((folder / "telegram-bot-api-10.3.json").read_text())
    methods = {name: _telegram_type(api["methods"][name]["params"]) for name in TELEGRAM_METHODS}
    types: JsonObject = {
        name: {"by": "type", "of": choices} for name, choices in TELEGRAM_CHOICES.items()
    }
    waiting = re.findall(r'"is": "(\w+)"', json.dumps(methods))
    waiting += [name for choices in TELEGRAM_CHOICES.values() for name in choices.values()]
    while waiting:
        name = waiting.pop()
        if name not in types and name in api["types"]:
            types[name] = _telegram_type(api["types"][name]["fields"])
            waiting += re.findall(r'"is": "(\w+)"', json.dumps(types[name]))
    updates = sorted(api["types"]["Update"]["fields"].keys() - {"update_id"})
    return {"updates": updates, "methods": methods, "types": dict(sorted(types.items()))}


def _telegram_type(fields: JsonObject) -> JsonObject:
    kept = {name: field for name, field in fields.items() if WITHDRAWN not in str(field["default"])}
    # In this file an optional field has the default None, or one that the client fills in.
    return {
        "fields": {name: _telegram_shape(field["type"]) for name, field in kept.items()},
        "required": sorted(
            name
            for name, field in kept.items()
            if "None" not in field["type"].split(" | ") and not field["type"].startswith("Default")
        ),
    }


def _telegram_shape(text: str) -> Any:
    options = [part for part in text.split(" | ") if part not in ("None", "Default")]
    if len(options) > 1:
        return {"one of": [_telegram_shape(option) for option in options]}
    [name] = options
    if found := re.fullmatch(r"list\[(.*)\]", name):
        return {"list": _telegram_shape(found[1])}
    if found := re.fullmatch(r"Literal\[(?:\w+\.)?(\w+)\]", name):
        return "boolean" if found[1] == "True" else {"string": {"of": [found[1].lower()]}}
    return TELEGRAM_PLAIN.get(name) or TELEGRAM_UNIONS.get(name) or {"is": name}
