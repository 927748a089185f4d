"""Telegram as a channel: an event is an update as it came, a request a method and its parameters.

A request is `{"method": "sendMessage", "parameters": {…}}`. Its lane says to which chat it goes,
for a chat may move while it waits. The first one that answers a press has `"answer": {"query":
"…", "until": "…"}` besides: the press to acknowledge, while it is fresh. One that sends a picture
or a file has `"enclosed"`, which says what is to be made for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.channels.telegram.enclosed import write_enclosure
from bot.channels.telegram.reading import Ignored, Pressed, read_pressed, read_update
from bot.channels.telegram.writing import write_keyboard, write_parts
from handlers.messages import Inbound, Occasion, Outgoing, UnreadablePayload

FRESH = timedelta(seconds=15)
"""So long after a press its acknowledgement is still of use; soon after, Telegram refuses it."""

Request = dict[str, Any]


class TelegramCodec:
    """Reads updates, and writes the requests that say a message."""

    @property
    def name(self) -> str:
        return "telegram"

    def read(self, payload: str) -> Inbound:
        """Read a stored update; raises UnreadablePayload."""
        read = read_update(_load(payload))
        if isinstance(read, Ignored):
            raise UnreadablePayload(read.reason)
        return read.inbound

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        """Write each message as one request, or as several where it is longer than Telegram takes.

        A message that takes the place of the pressed one is an edit of that. What it encloses
        comes behind it, one request each: making a file takes a while, and the words do not wait.
        """
        pressed = read_pressed(_load(occasion.payload)) if occasion else None
        requests = [request for message in messages for request in _requests(message, pressed)]
        if occasion and pressed and requests:
            until = occasion.received_at + FRESH
            requests[0]["answer"] = {"query": pressed.query, "until": until.isoformat()}
        unsaid = occasion.unsaid if occasion else ()
        return (*unsaid, *(json.dumps(request, ensure_ascii=False) for request in requests))


def _load(payload: str) -> Mapping[str, Any]:
    try:
        update = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload("not JSON") from error
    if not isinstance(update, dict):
        raise UnreadablePayload("not an update of Telegram")
    return update


def _requests(message: Outgoing, pressed: Pressed | None) -> Iterator[Request]:
    parts = write_parts(message)
    for number, part in enumerate(parts, start=1):
        parameters = {
            "text": part,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if message.choices and number == len(parts):
            parameters["reply_markup"] = write_keyboard(message.ask, message.choices)
        # Of several parts the first would stand where the button was, and the rest at the end.
        if message.instead and pressed and pressed.message is not None and len(parts) == 1:
            yield {
                "method": "editMessageText",
                "parameters": {**parameters, "message_id": pressed.message},
            }
        else:
            yield {"method": "sendMessage", "parameters": parameters}
    for enclosure in message.enclosed:
        yield write_enclosure(enclosure)
