"""Updates as Telegram sends them, of people and groups that do not exist."""

from __future__ import annotations

from itertools import count
from typing import Any

Json = dict[str, Any]

BOT, BOT_NAME = 123456789, "khuepna_bot"
MALEE = 5_000_000_001
GROUP = -1_001_234_567_890
DATE = 1_795_572_000  # 2026-11-25 02:00 UTC
ANONYMOUS, CHANNEL_POST = 1087968824, 136817688

_numbers = count(710_000_001)
_messages = count(1)


def user(account: int = MALEE) -> Json:
    return {"id": account, "is_bot": False, "first_name": "มาลี", "language_code": "th"}


def private(account: int = MALEE) -> Json:
    return {"id": account, "type": "private", "first_name": "มาลี"}


def group(kind: str = "supergroup", number: int = GROUP) -> Json:
    return {"id": number, "type": kind, "title": "กองทดลองใช้"}


def message(chat: Json | None = None, /, **content: Any) -> Json:
    """A message; what is given as None is left out."""
    whole = {
        "message_id": next(_messages),
        "from": user(),
        "chat": chat or private(),
        "date": DATE,
        **content,
    }
    return {key: value for key, value in whole.items() if value is not None}


def update(kind: str, content: Json, *, number: int | None = None) -> Json:
    return {"update_id": next(_numbers) if number is None else number, kind: content}


def said(text: str, chat: Json | None = None, /, **more: Any) -> Json:
    """An update with a text in it."""
    return update("message", message(chat, text=text, **more))


def sent(chat: Json | None = None, /, **content: Any) -> Json:
    """An update with a message of any kind."""
    return update("message", message(chat, **content))


def pressed(data: str | None, chat: Json | None = None, /, **of_message: Any) -> Json:
    """A press of a button of one of the bot's messages."""
    query = {"id": "4382", "from": user(), "chat_instance": "77", "data": data}
    query["message"] = message(chat, **{"text": "?", "message_id": 42, **of_message})
    return update("callback_query", {k: v for k, v in query.items() if v is not None})


def edited(text: str, chat: Json | None = None, /) -> Json:
    return update("edited_message", message(chat, text=text, edit_date=DATE + 9))


def membership(chat: Json, old: str, new: str, **of_new: Any) -> Json:
    """The bot's own membership in a chat changes."""
    bot = {"id": BOT, "is_bot": True, "first_name": "Khuepna", "username": BOT_NAME}
    return update(
        "my_chat_member",
        {
            "chat": chat,
            "from": user(),
            "date": DATE,
            "old_chat_member": {"user": bot, "status": old},
            "new_chat_member": {"user": bot, "status": new, **of_new},
        },
    )
