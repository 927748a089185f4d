"""LINE as a channel: what people send there, and what they are told."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.channels.line.bubbles import bubbles
from bot.channels.line.events import Json, is_id, source_of, what_happened
from bot.channels.line.packing import pack
from bot.channels.line.requests import (
    REPLY_WITHIN,
    ReplyToken,
    Request,
    read_request,
    write_request,
)
from handlers.messages import Inbound, Occasion, Outgoing, UnreadablePayload


class LineCodec:
    """Reads LINE's events, and writes one request for all that a turn says, as far as one holds.

    The first request of a turn can be a reply, which is free; whatever more there is has no reply
    token. The token is that of the event: LINE delivers an event again with the same one.
    """

    @property
    def name(self) -> str:
        return "line"

    def read(self, payload: str) -> Inbound:
        """Read a stored event; raises UnreadablePayload."""
        event = _event(payload)
        source = source_of(event)
        happened = what_happened(event, group=source.group)
        return Inbound(happened, source.account, source.group)

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        """Encode what a turn says, and before it what the chat was not told yet."""
        said = [bubble for message in messages for bubble in bubbles(message)]
        calls = pack(_unsaid(occasion), said)
        reply = _reply_token(occasion)
        return tuple(
            write_request(Request(call, reply if number == 0 else None))
            for number, call in enumerate(calls)
        )


def _event(payload: str) -> Json:
    try:
        event = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload("not JSON") from error
    if not isinstance(event, dict):
        raise UnreadablePayload("not an event")
    return event


def _unsaid(occasion: Occasion | None) -> list[Json]:
    requests = map(read_request, occasion.unsaid if occasion else ())
    return [message for request in requests if request for message in request.messages]


def _reply_token(occasion: Occasion | None) -> ReplyToken | None:
    token = _event(occasion.payload).get("replyToken") if occasion else None
    if occasion is None or not is_id(token):
        return None
    return ReplyToken(token, occasion.received_at + REPLY_WITHIN)
