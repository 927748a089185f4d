"""The try-out page as a channel: what its phones send, and what they are shown.

An event is `{"account": "officer-1", "group": false}` with one thing more: `"text": "..."`,
`"press": "12.none"`, `"hello": true`, `"file": {"reference": …, "name": …, "size": …}`, or the
kind of something that nobody can read, such as `"sticker": true`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.storable import UNSTORABLE
from handlers.messages import (
    Attachment,
    Card,
    Event,
    Greeting,
    Inbound,
    Occasion,
    Outgoing,
    Text,
    Unread,
    Unreadable,
    UnreadablePayload,
    parse_button_data,
)

MAX_TEXT = 20_000
"""Characters in one message; the conversation itself has a lower limit, and explains it."""

MAX_NAME = 255
"""Characters in the name of a file."""

_ACCOUNT = re.compile(r"[a-z0-9-]{1,40}")
_REFERENCE = re.compile(r"[0-9a-f]{64}")


class WebchatCodec:
    """Reads what the phones of the page send, and writes what the page draws."""

    @property
    def name(self) -> str:
        return "webchat"

    def read(self, payload: str) -> Inbound:
        """Read a stored event; raises UnreadablePayload."""
        try:
            stored = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise UnreadablePayload("not JSON") from error
        match stored:
            case {"account": str() | None as account, "group": bool() as group, **content}:
                if account is None or _ACCOUNT.fullmatch(account):
                    return Inbound(_event(content), account, group)
        raise UnreadablePayload("not an event of the try-out page")

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        """Encode each message as the JSON that the page draws a bubble from."""
        return tuple(_written(message) for message in messages)


def lane_name(name: object) -> str | None:
    """Give the name of a phone or a group back, or None where it cannot be one."""
    return name if isinstance(name, str) and _ACCOUNT.fullmatch(name) else None


def is_group(lane: str) -> bool:
    """Tell whether a chat is a group: its name says so."""
    return lane.startswith("group-")


def is_file_reference(reference: str) -> bool:
    """Tell whether this can name the bytes of a file: their hash does."""
    return _REFERENCE.fullmatch(reference) is not None


def event_payload(content: Mapping[str, Any], *, account: str | None, group: bool) -> str:
    """Write what a phone sends in its stored form; raises UnreadablePayload otherwise."""
    payload = json.dumps({**content, "account": account, "group": group}, ensure_ascii=False)
    WebchatCodec().read(payload)
    return payload


def _event(content: Mapping[Any, Any]) -> Event:
    match list(content.items()):
        case [("text", str(text))] if 0 < len(text) <= MAX_TEXT and not UNSTORABLE.search(text):
            return Text(text)
        case [("press", str(data))] if press := parse_button_data(data):
            return press
        case [("hello", True)]:
            return Greeting()
        case [("file", {"reference": str(reference), "name": str(name), "size": int(size)})] if (
            is_file_reference(reference) and len(name) <= MAX_NAME and not UNSTORABLE.search(name)
        ):
            return Attachment(reference, name, size=size)
        case [(kind, True)] if kind in set(Unread):
            return Unreadable(Unread(kind))
    raise UnreadablePayload("not one thing that a person can send")


def _written(message: Outgoing) -> str:
    if message.choices and message.ask is None:
        raise ValueError("choices belong to a numbered question")
    return json.dumps(
        {
            "text": message.text,
            "card": message.card and _card(message.card),
            "ask": message.ask,
            "choices": [
                {
                    "data": choice.data(message.ask),
                    "label": choice.label,
                    "tone": choice.tone.value,
                }
                for choice in message.choices
                if message.ask is not None
            ],
            "enclosed": [
                {"name": one.name, "url": one.url, "picture": one.is_picture}
                for one in message.enclosed
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _card(card: Card) -> dict[str, Any]:
    return {
        "title": card.title,
        "rows": [[row.label, row.value] for row in card.rows],
        "percent": None if card.percent is None else float(card.percent),
    }
