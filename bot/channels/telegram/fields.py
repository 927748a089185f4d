"""The fields that updates of several kinds have in common, read tolerantly.

Each function raises UnreadablePayload where a field has not the form that it should have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.storable import UNSTORABLE
from handlers.messages import UnreadablePayload

Json = Mapping[Any, Any]

NOBODY = frozenset((1087968824, 136817688))
"""The accounts under which Telegram shows anonymous admins, and channels."""

GENERAL_TOPIC = 1

_GROUPS = ("group", "supergroup")


def chat_in(event: Json) -> Json:
    """Give the chat of a message, of a membership or of anything else that is of a chat."""
    match event:
        case {"chat": {"id": int(), "type": str()} as chat} if isinstance(chat, Mapping):
            return chat
    raise UnreadablePayload("of no chat")


def is_group(event: Json) -> bool:
    return chat_in(event).get("type") in _GROUPS


def lane_of(message: Json) -> str:
    """Name the chat of a message, and the topic where it belongs to one: "-100123/45".

    Only in a forum does a thread mean a topic, and its general topic is addressed by none.
    """
    chat = number_in(chat_in(message).get("id"))
    topic = message.get("message_thread_id")
    in_topic = message.get("is_topic_message") is True and type(topic) is int
    if is_group(message) and in_topic and topic != GENERAL_TOPIC:
        return f"{chat}/{topic}"
    return str(chat)


def account_of(event: Json) -> str | None:
    """Give who did it; None where Telegram does not tell, as of anonymous admins."""
    match event.get("from"):
        case {"id": int(account)} if account not in NOBODY and "sender_chat" not in event:
            return str(account)
    return None


def message_name(message: Json) -> str:
    """Name a message so that no other of any chat bears the name."""
    return f"{chat_in(message)['id']}:{number_in(message.get('message_id'))}"


def second_of(event: Json, key: str) -> int:
    """Give a moment in seconds since 1970."""
    second = number_in(event.get(key))
    if not 0 < second < 2**33:
        raise UnreadablePayload("at no time")
    return second


def number_in(value: object) -> int:
    if type(value) is not int:
        raise UnreadablePayload("no number")
    return value


def storable(text: str) -> str:
    """Give a text back that both databases can hold."""
    if UNSTORABLE.search(text):
        raise UnreadablePayload("not to be stored")
    return text
