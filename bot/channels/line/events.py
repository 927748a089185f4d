"""LINE's events, read tolerantly: what is not looked at may be missing, new, or anything at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeGuard

from bot.channels.storable import UNSTORABLE
from handlers.commands import addressed_command
from handlers.messages import (
    Attachment,
    Edited,
    Event,
    Greeting,
    Incident,
    Left,
    Text,
    Unread,
    Unreadable,
    UnreadablePayload,
    Unsent,
    parse_button_data,
)

Json = dict[str, Any]

KINDS = {
    *("message", "messageEdited", "postback", "unsend"),
    *("follow", "unfollow", "join", "leave"),
}
"""The types of events that mean something to us."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_UNREAD = {
    "sticker": Unread.STICKER,
    "audio": Unread.VOICE,
    "location": Unread.LOCATION,
    "image": Unread.PICTURE,
    "video": Unread.FILE,
    "file": Unread.FILE,
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an event happened, and whose it is, where LINE tells that."""

    lane: str
    account: str | None
    group: bool


def is_id(value: object) -> TypeGuard[str]:
    """Tell whether a value can be one of LINE's identifiers."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def source_of(event: Json) -> Source:
    """Tell where an event happened; raises UnreadablePayload. Groups may hide who it was."""
    match event.get("source"):
        case {"type": "user", "userId": lane} if is_id(lane):
            return Source(lane, lane, group=False)
        case {"type": "group", "groupId": lane, **rest} if is_id(lane):
            return Source(lane, _account(rest), group=True)
        case {"type": "room", "roomId": lane, **rest} if is_id(lane):
            return Source(lane, _account(rest), group=True)
    raise UnreadablePayload("no source that could be answered")


def _account(source: dict[Any, Any]) -> str | None:
    account = source.get("userId")
    return account if is_id(account) else None


def what_happened(event: Json, *, group: bool) -> Event | Incident:
    """Read what an event says; raises UnreadablePayload."""
    match event:
        case {"type": "message", "message": {"type": str(), **_rest} as message}:
            return _said(message, group=group)
        case {"type": "messageEdited", "message": {}}:
            return Edited()
        case {"type": "unsend", "unsend": {"messageId": str(message_id)}} if is_id(message_id):
            return Unsent(message_id)
        case {"type": "follow" | "join"}:
            return Greeting()
        case {"type": "unfollow" | "leave"}:
            return Left()
        case {"type": "postback", "postback": {"data": str(data), **rest}}:
            return _pressed(data, rest.get("params"))
    raise UnreadablePayload("no event that is known here")


def message_of(event: Json) -> str | None:
    """Give the number of the message in an event, by which it may be taken back."""
    match event:
        case {"message": {"id": str(message_id)}} if is_id(message_id):
            return message_id
        case {"unsend": {"messageId": str(message_id)}} if is_id(message_id):
            return message_id  # it may arrive before the message itself
    return None


def is_addressed(event: Json) -> bool:
    """Tell whether what is said in a group is said to the bot: by a slash, or by its name."""
    match event:
        case {"type": "message" | "messageEdited", "message": {"type": "text", "text": str(text)}}:
            return text.lstrip().startswith("/") or bool(_own_mentions(event["message"]))
        case {"type": "message" | "messageEdited"}:
            return False
    return True


def _said(message: Json, *, group: bool) -> Event:
    match message:
        case {"type": "text", "text": str(text)}:
            return _typed(message, text, group=group)
        case {"type": "image", "id": reference, "contentProvider": {"type": "line"}} if is_id(
            reference
        ):
            return Attachment(reference, album=_album(message.get("imageSet")))
        case {"type": "file", "id": reference} if is_id(reference):
            name, size = message.get("fileName"), message.get("fileSize")
            return Attachment(
                reference,
                name=_storable(name) if isinstance(name, str) else "",
                size=size if isinstance(size, int) and 0 <= size < 2**40 else None,
            )
    return Unreadable(_UNREAD.get(message["type"], Unread.OTHER))


def _typed(message: Json, text: str, *, group: bool) -> Event:
    mentions = _own_mentions(message)
    if group and mentions:
        return Text(_addressed_words(text, mentions))
    text = _storable(text)
    return Text(text) if text else Unreadable(Unread.OTHER)


def _addressed_words(text: str, mentions: list[tuple[int, int]]) -> str:
    """Give what is said to the bot after its name, a word for a command as that command."""
    units = text.encode("utf-16-le", "surrogatepass")
    for index, length in sorted(mentions, reverse=True):
        units = units[: 2 * index] + units[2 * (index + length) :]
    words = _storable(units.decode("utf-16-le", "ignore")).strip()
    return addressed_command(words) or words or "/help"


def _own_mentions(message: Json) -> list[tuple[int, int]]:
    """Give where the bot is named, in UTF-16 units, as LINE counts there."""
    match message:
        case {"mention": {"mentionees": [*mentionees]}}:
            return [_place(one) for one in mentionees if _is_self(one)]
    return []


def _is_self(mentionee: object) -> bool:
    return isinstance(mentionee, dict) and mentionee.get("isSelf") is True


def _place(mentionee: Json) -> tuple[int, int]:
    match mentionee:
        case {"index": int(index), "length": int(length)} if index >= 0 and length >= 0:
            return index, length
    return 0, 0


def _pressed(data: str, params: object) -> Event:
    """Read a button of ours, a command in the data of a menu, or the date that was picked."""
    if press := parse_button_data(data):
        return press
    match params:
        case {"date": str(picked)} | {"time": str(picked)} | {"datetime": str(picked)} if picked:
            return Text(_storable(picked))
    if re.fullmatch(r"/[ -~]+", data):
        return Text(data)
    return Unreadable(Unread.OTHER)


def _album(image_set: object) -> str | None:
    match image_set:
        case {"id": str(album)} if is_id(album):
            return album
    return None


def _storable(text: str) -> str:
    return UNSTORABLE.sub("", text)
