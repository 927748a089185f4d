"""Events of LINE as tests write them, and values that the tests of this folder share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from handlers.messages import Event as Said
from handlers.messages import Greeting, Occasion, Press, Text, Unread, Unreadable

Json = dict[str, Any]

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
MARY = "U" + "a1" * 16
GROUP = "C" + "b2" * 16
TOKEN = "0f3779fba3b349968c5d07db31eab56f"

# What LINE writes for each thing that is no answer to a question.
UNREAD: dict[Unread, Json] = {
    Unread.STICKER: {"type": "sticker", "packageId": "1", "stickerId": "2"},
    Unread.VOICE: {"type": "audio", "duration": 6000, "contentProvider": {"type": "line"}},
    Unread.LOCATION: {"type": "location", "latitude": 18.7, "longitude": 99.0},
    Unread.PICTURE: {"type": "image", "contentProvider": {"type": "external"}},
    Unread.FILE: {"type": "video", "contentProvider": {"type": "line"}},
    Unread.OTHER: {"type": "hologram"},
}


def event(kind: str, *, group: bool = False, account: str | None = MARY, **parts: Any) -> Json:
    """An event of a person, or of one in a group."""
    source: Json = {"type": "user"}
    if group:
        source = {"type": "group", "groupId": GROUP}
    if account:
        source["userId"] = account
    return {
        "type": kind,
        "mode": "active",
        "timestamp": 1764036000123,
        "source": source,
        "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": TOKEN,
        **parts,
    }


def text_event(text: str, **parts: Any) -> Json:
    message = {"id": "468789577898262530", "type": "text", "quoteToken": "q", "text": text}
    return event("message", message=message | parts.pop("message", {}), **parts)


def as_line_writes(said: Said, account: str = MARY) -> str:
    """The stored event of what a person does in their own chat."""
    match said:
        case Text(text):
            happened = text_event(text, account=account)
        case Press(ask, choice):
            happened = event("postback", account=account, postback={"data": f"{ask}.{choice}"})
        case Unreadable(kind):
            happened = event("message", account=account, message={"id": "1", **UNREAD[kind]})
        case Greeting():
            happened = event("follow", account=account, follow={"isUnblocked": False})
        case _:
            raise ValueError(said)
    return json.dumps(happened)


def occasion(*unsaid: str, received_at: datetime = NOW) -> Occasion:
    return Occasion(json.dumps(text_event("รายงาน")), received_at, unsaid)


def call_of(row: str) -> list[Json]:
    """The messages of a stored call."""
    messages: list[Json] = json.loads(row)["messages"]
    return messages


def bubble_texts(messages: list[Json]) -> list[str]:
    """The texts of messages that are texts."""
    return [one["text"] for one in messages if one["type"] == "text"]
