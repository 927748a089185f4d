"""LINE's calls that send messages: reply, push and its like, and their validation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.fakes.line.looks import buttons_of, text_of
from tests.fakes.line.messages import check_messages
from tests.fakes.line.retry_keys import UUID, Accepted
from tests.fakes.line.state import QUOTA, LineState, refuse
from tests.fakes.platform import Answer, Call
from tests.fakes.screen import Bubble

MULTICAST_USERS = 500
INVALID_TOKEN = "Invalid reply token"
INVALID_TO = "The property, 'to', in the request body is invalid (line: -, column: -)"


def reply(line: LineState, call: Call) -> Answer:
    """Answer an event: once, in time, free of charge."""
    token = call.fields["replyToken"]
    chat = line.reply_tokens.chat_of(token)
    if wrong := _check(line, call, [chat]):
        return wrong
    if chat in line.town.standby:
        return _standing_by(line, call)
    used_by = line.reply_tokens.used_by(token)
    used = line.reply_tokens.use(token, call.body, line.clock.now())
    if isinstance(used, str):
        refused = refuse(400, INVALID_TOKEN)
        # Who never heard of the first answer may ask again: the token itself is the guard.
        if used_by is not None and used_by == call.body and line.may_repeat(call):
            return refused
        return line.break_rule(call, f"replyToken {used}", refused)
    _count(line, "reply")
    return Answer(200, {"sentMessages": _show(line, call, chat, sound="reply")})


def push(line: LineState, call: Call) -> Answer:
    """Send to one chat, for money."""
    return _send(line, call, [call.fields["to"]], kind="push")


def multicast(line: LineState, call: Call) -> Answer:
    """Send to several people, for money each."""
    people = call.fields["to"]
    if not 1 <= len(people) <= MULTICAST_USERS or any(p not in line.town.people for p in people):
        refused = refuse(400, INVALID_TO)
        return line.break_rule(call, "to holds no people, too many, or unknown ones", refused)
    return _send(line, call, people, kind="multicast")


def broadcast(line: LineState, call: Call) -> Answer:
    """Send to every friend, for money each."""
    friends = [person.id for person in line.town.people.values() if person.friend]
    return _send(line, call, friends, kind="broadcast")


def validate(line: LineState, call: Call) -> Answer:
    """Check messages without sending them."""
    return _check(line, call, []) or Answer(200, {})


def _send(line: LineState, call: Call, chats: list[str], *, kind: str) -> Answer:
    now = line.clock.now()
    key = call.headers.get("x-line-retry-key", "")
    if key and not UUID.fullmatch(key):
        refused = refuse(400, "The value for the 'X-Line-Retry-Key' parameter is invalid")
        return line.break_rule(call, f"X-Line-Retry-Key is no UUID: {key!r}", refused)
    if wrong := _check(line, call, chats):
        return wrong
    if unknown := [chat for chat in chats if not line.town.exists(chat)]:
        return line.break_rule(call, f"to is nobody here: {unknown[0]}", refuse(400, INVALID_TO))
    if line.town.standby.intersection(chats):
        return _standing_by(line, call)
    asked = (call.method, call.body)
    if key and line.retry_keys.is_other(key, asked):
        line.sin(f"{call.verb} {call.path}: X-Line-Retry-Key came before with another body.")
    if key and (accepted := line.retry_keys.accepted(key, now)):
        body = {"message": "The retry key is already accepted", **accepted.answer}
        return Answer(409, body, {"X-Line-Accepted-Request-Id": accepted.request_id})
    cost = {chat: line.town.reached(chat, now) for chat in chats}
    if line.quota is not None and sum(line.spent.values()) + sum(cost.values()) > line.quota:
        return refuse(429, QUOTA)
    sent: list[dict[str, str]] = []
    for chat in chats:
        if cost[chat]:
            line.spent[chat] = line.spent.get(chat, 0) + cost[chat]
        # A blocked bot is told nothing: the call succeeds, and nobody sees the message.
        sent = _show(line, call, chat, sound=kind, seen=cost[chat] > 0)
    answer: dict[str, Any] = {"sentMessages": sent} if kind == "push" else {}
    _count(line, kind)
    if key:
        request_id = line.numbers.token("request")
        line.retry_keys.accept(key, Accepted(asked, request_id, answer, now))
    return Answer(200, answer)


def _standing_by(line: LineState, call: Call) -> Answer:
    refused = refuse(403, "Access to this API is not available for your account")
    return line.break_rule(call, "the bot stands by in this chat and may send nothing", refused)


def _check(line: LineState, call: Call, chats: Iterable[str]) -> Answer | None:
    in_group = any(chat.startswith(("C", "R")) for chat in chats) or not list(chats)
    found = check_messages(
        call.fields["messages"], in_group=in_group, ascii_wire=call.body.isascii()
    )
    return line.break_rules(call, found)


def _show(
    line: LineState, call: Call, chat_id: str, *, sound: str, seen: bool = True
) -> list[dict[str, str]]:
    messages = call.fields["messages"]
    chat = line.chat(chat_id)
    sent = []
    for number, message in enumerate(messages, 1):
        message_id = line.numbers.message()
        sent.append({"id": message_id, "quoteToken": line.numbers.token("quote")})
        if not seen:
            continue
        # Quick replies stay until anything newer comes.
        chat.drop_buttons("quick")
        chat.show(
            Bubble(
                id=message_id,
                by="bot",
                text=text_of(message),
                buttons=buttons_of(message, last=number == len(messages)),
                kind=message["type"],
                at=line.clock.now(),
                sound=sound,
                file=message.get("originalContentUrl", ""),
                preview=message.get("previewImageUrl", ""),
            )
        )
    return sent


def _count(line: LineState, kind: str) -> None:
    line.sent_calls[kind] = line.sent_calls.get(kind, 0) + 1


CALLS = {
    "replyMessage": reply,
    "pushMessage": push,
    "multicast": multicast,
    "broadcast": broadcast,
    "validateReply": validate,
    "validatePush": validate,
    "validateMulticast": validate,
    "validateBroadcast": validate,
}
