"""Reading one update of Telegram, tolerantly: what is in it, of which chat, and when it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.telegram.contents import event_of, is_of_telegram_itself
from bot.channels.telegram.fields import (
    Json,
    account_of,
    chat_in,
    is_group,
    lane_of,
    message_name,
    number_in,
    second_of,
)
from handlers.messages import (
    Edited,
    Greeting,
    Inbound,
    Left,
    Moved,
    Press,
    Returned,
    UnreadablePayload,
    parse_button_data,
)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for; no other ever arrives."""

UNKNOWN_BUTTON = Press(0, "unknown")
"""A button that we no longer write: it belongs to no question, as one of an old question."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an update says. `second` is when it happened, since 1970; a press bears no time.

    `message` is the number of the message in it, unique among all chats.
    """

    inbound: Inbound
    lane: str
    second: int | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nobody has to answer it, for a reason in a few ASCII words."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press, and the message whose button it was: None where that can be changed no more."""

    query: str
    message: int | None


def read_update(update: Json) -> Read | Ignored:
    """Read an update; raises UnreadablePayload where it has not the form that it should have."""
    match update:
        case {"message": {**message}}:
            return _read_message(message)
        case {"edited_message": {**message}}:
            return _read_edit(message)
        case {"callback_query": {**query}}:
            return _read_press(query)
        case {"my_chat_member": {**change}}:
            return _read_membership(change)
    if any(kind in update for kind in UPDATES):
        raise UnreadablePayload("not an update of Telegram")
    return Ignored("other_kind")


def read_pressed(update: Json) -> Pressed | None:
    """Give the press that an update is, if it is one."""
    match update:
        case {
            "callback_query": {"id": str(query), "message": {"message_id": int(message), **rest}}
        }:
            # A message that is too old to be changed comes with the date 0.
            return Pressed(query, message if rest.get("date") else None)
    return None


def _read_message(message: Json) -> Read | Ignored:
    if chat_in(message).get("type") == "channel":
        return Ignored("channel")
    lane, second = lane_of(message), second_of(message, "date")
    if "migrate_to_chat_id" in message:
        new = Moved(str(number_in(message["migrate_to_chat_id"])))
        return Read(Inbound(new, None, group=True), lane, second)
    if is_of_telegram_itself(message):
        return Ignored("service_message")
    inbound = Inbound(event_of(message), account_of(message), is_group(message))
    return Read(inbound, lane, second, message_name(message))


def _read_edit(message: Json) -> Read | Ignored:
    if chat_in(message).get("type") != "private":
        return Ignored("edited_in_group")
    if "location" in message:
        return Ignored("live_location")  # each step of somebody who shares where they are
    second = second_of(message, "edit_date")
    inbound = Inbound(Edited(), account_of(message))
    return Read(inbound, lane_of(message), second, message_name(message))


def _read_press(query: Json) -> Read | Ignored:
    message, data = query.get("message"), query.get("data")
    if message is None or data is None:
        return Ignored("foreign_button")
    if not isinstance(message, Mapping) or not isinstance(data, str):
        raise UnreadablePayload("not a press")
    press = parse_button_data(data) or UNKNOWN_BUTTON
    return Read(Inbound(press, account_of(query), is_group(message)), lane_of(message))


def _read_membership(change: Json) -> Read | Ignored:
    group = is_group(change)
    if not group and chat_in(change).get("type") != "private":
        return Ignored("channel")
    was, now = _is_member(change.get("old_chat_member")), _is_member(change.get("new_chat_member"))
    if was == now:
        return Ignored("rights_changed")
    inbound = Inbound(_change(now=now, group=group), account_of(change), group)
    return Read(inbound, lane_of(change), second_of(change, "date"))


def _change(*, now: bool, group: bool) -> Greeting | Returned | Left:
    if not now:
        return Left()
    # Who unblocks by the button below the chat sends /start as well, and that is answered.
    return Greeting() if group else Returned()


def _is_member(member: object) -> bool:
    match member:
        case {"status": "restricted", "is_member": bool(is_member)}:
            return is_member
        case {"status": str(status)}:
            return status not in ("left", "kicked")
    raise UnreadablePayload("not a member")
