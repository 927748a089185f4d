"""How messages share the calls of LINE: five to a call, and only the first can be a free reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.cutting import utf16_units
from bot.channels.line.bubbles import MAX_TEXT, text_messages
from bot.channels.line.cards import texts_in
from bot.channels.line.enclosures import links_in

Json = dict[str, Any]

MAX_MESSAGES = 5
GAP = "\n\n"
QUICK_REPLY = "quickReply"


def pack(unsaid: Sequence[Json], said: Sequence[Json]) -> list[list[Json]]:
    """Share out messages to calls: what was left unsaid before goes first, in the same call.

    1. Where that is more than a call holds, what was unsaid becomes plain text, in few bubbles.
    2. Where that is still too much, the new texts share bubbles too.
    3. Where that is still too much, new pictures and files become links among the texts.
    4. Where even that is too much, the first call holds all that is new and the oldest of the
       rest: a person answers the newest question. What is left of the old comes in calls of its
       own, which wait for the next event, and are said first then.

    Quick replies are on the last of the new messages alone: LINE shows no others.
    """
    old, new = ([_without_quick_reply(one) for one in unsaid], said) if said else ([], unsaid)
    new = _with_quick_reply_last(new)
    if len(old) + len(new) > MAX_MESSAGES:
        old = _share_bubbles([text for one in old for text in _as_texts(one)])
    if len(old) + len(new) > MAX_MESSAGES:
        new = _share_bubbles(new)
    if len(old) + len(new) > MAX_MESSAGES:
        new = _with_quick_reply_last(_share_bubbles([_in_words(one) for one in new]))
    room = MAX_MESSAGES - len(new)
    if room < 0:
        return list(_calls([*old, *new]))
    return [*_calls([*old[:room], *new]), *_calls(old[room:])]


def _calls(messages: Sequence[Json]) -> Iterator[list[Json]]:
    for first in range(0, len(messages), MAX_MESSAGES):
        yield list(messages[first : first + MAX_MESSAGES])


def _without_quick_reply(message: Json) -> Json:
    return {name: part for name, part in message.items() if name != QUICK_REPLY}


def _with_quick_reply_last(messages: Sequence[Json]) -> list[Json]:
    offered = [one[QUICK_REPLY] for one in messages if QUICK_REPLY in one]
    plain = [_without_quick_reply(one) for one in messages]
    if offered:
        plain[-1][QUICK_REPLY] = offered[-1]
    return plain


def _as_texts(message: Json) -> list[Json]:
    if message["type"] == "text":
        return [message]
    said = [*texts_in(message.get("contents")), *links_in(message)]
    return text_messages("\n".join(said))


def _in_words(message: Json) -> Json:
    """Give pictures and files as texts; whatever holds anything else stays as it is."""
    said = "\n".join(links_in(message))
    if not said or any(texts_in(message.get("contents"))):
        return message
    return {"type": "text", "text": said}


def _share_bubbles(messages: Sequence[Json]) -> list[Json]:
    """Join texts that follow each other, as far as a bubble holds them."""
    shared: list[Json] = []
    for message in messages:
        if shared and shared[-1]["type"] == message["type"] == "text":
            joined = shared[-1]["text"] + GAP + message["text"]
            if utf16_units(joined) <= MAX_TEXT:
                shared[-1] = {**message, "text": joined}
                continue
        shared.append(message)
    return shared
