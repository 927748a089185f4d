"""One outbox row of LINE: the messages of one call, and the reply token while it is good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

REPLY_WITHIN = timedelta(seconds=50)
"""After the event came in; LINE takes the token for a minute."""


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What makes one call free, `until` its time is over."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One call. Its messages are as LINE takes them."""

    messages: list[Json]
    reply: ReplyToken | None = None


def write_request(request: Request) -> str:
    """Write a call as it is stored; the same call gives the same bytes."""
    stored: Json = {"messages": request.messages}
    if request.reply is not None:
        stored["reply_token"] = request.reply.token
        stored["reply_until"] = request.reply.until.astimezone(UTC).isoformat()
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def read_request(payload: str) -> Request | None:
    """Read a stored call; None where it is nothing that `write_request` wrote."""
    try:
        match json.loads(payload):
            case {
                "messages": [*messages],
                "reply_token": str(token),
                "reply_until": str(until),
            } if messages:
                return Request(messages, ReplyToken(token, datetime.fromisoformat(until)))
            case {"messages": [*messages]} if messages:
                return Request(messages)
    except ValueError:
        return None
    return None
