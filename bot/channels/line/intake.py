"""What is taken in of LINE's calls: each event by itself, whatever the others are like."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.channels.line.events import (
    KINDS,
    Json,
    is_addressed,
    is_id,
    message_of,
    source_of,
    what_happened,
)
from bot.receive import Received, UnreadableCall
from handlers.messages import UnreadablePayload
from storage.records import Arrival

SIGNATURE = "x-line-signature"
NOWHERE = "nowhere"  # the lane of what comes from no chat that can be read
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 4_102_444_800_000  # milliseconds; the end of this century


class LineIntake:
    """Checks that a call is LINE's, and reads it event by event."""

    channel = "line"

    def __init__(self, channel_secret: str) -> None:
        self._key = channel_secret.encode()

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether LINE signed these bytes; header names are in small letters."""
        digest = hmac.new(self._key, body, hashlib.sha256).digest()
        given = headers.get(SIGNATURE, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(base64.b64encode(digest), given)

    def read(self, body: bytes) -> Received:
        """Read a call; an event that cannot be read is kept aside. Raises UnreadableCall."""
        try:
            match json.loads(body):
                case {"events": [*events]}:
                    taken = [_take(event) for event in events]
                case _:
                    raise UnreadableCall("not a call of LINE")
        except UnreadableCall:
            raise
        except (ValueError, RecursionError) as error:  # a number may be too long to be read
            raise UnreadableCall("not JSON") from error
        return Received(
            tuple(one for one in taken if isinstance(one, Arrival)),
            tuple(one for one in taken if isinstance(one, str)),
        )


def _take(event: object) -> Arrival | str:
    """Give what is kept of an event, or in a word why it is let go."""
    if not isinstance(event, dict):
        return _aside(event)
    if event.get("mode") == "standby":
        return "standby"  # another channel holds the chat: we may not even answer
    if event.get("type") not in KINDS:
        return "other_type" if isinstance(event.get("type"), str) else _aside(event)
    if _switches_menus(event):
        return "menu_switch"
    try:
        source = source_of(event)
        what_happened(event, group=source.group)
    except UnreadablePayload:
        return _aside(event)
    if source.group and not is_addressed(event):
        return "not_addressed"
    moment = _moment(event)
    if moment is None:
        return _aside(event)
    return Arrival(
        "line",
        event_id=_event_id(event),
        lane=source.lane,
        occurred_at=moment,
        payload=json.dumps(event),
        message=message_of(event),
    )


def _aside(event: object) -> Arrival:
    return Arrival(
        "line",
        event_id=_event_id(event),
        lane=NOWHERE,
        occurred_at=EPOCH,
        payload=json.dumps(event),
        aside=True,
    )


def _event_id(event: object) -> str:
    """Give LINE's number of an event; one without it is known by what is in it."""
    if isinstance(event, dict):
        if is_id(event.get("webhookEventId")):
            return str(event["webhookEventId"])
        # It says only whether the event is delivered again.
        event = {name: part for name, part in event.items() if name != "deliveryContext"}
    return "sha256-" + hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def _moment(event: Json) -> datetime | None:
    match event.get("timestamp"):
        case int(milliseconds) if 0 < milliseconds < LATEST and milliseconds is not True:
            return EPOCH + timedelta(milliseconds=milliseconds)
    return None


def _switches_menus(event: Json) -> bool:
    match event:
        case {"type": "postback", "postback": {"params": {"newRichMenuAliasId": _}}}:
            return True
    return False
