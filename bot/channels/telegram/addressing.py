"""Telling whether what is said in a group is said to the bot; nothing else of a group is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Identity:
    """Who the bot is: its number stands in its token, its user name is asked for at the start."""

    number: int
    name: str | None = None


def is_addressed(message: Mapping[str, Any], me: Identity) -> bool:
    """Tell whether a message is a command for the bot, an answer to it, or mentions it.

    While its name is not known yet, a command that bears a name is taken for the bot's own:
    without further rights Telegram shows a bot no command of another one.
    """
    match message:
        case {"text": str(text)} if command := re.match(r"/\w+(?:@(\w+))?", text):
            return command[1] is None or me.name is None or _same(command[1], me.name)
        case {"reply_to_message": {"from": {"id": me.number}}}:
            return True
        case {"text": str(text), "entities": [*entities]}:
            return any(_mentions(entity, text, me) for entity in entities)
    return False


def _mentions(entity: object, text: str, me: Identity) -> bool:
    match entity:
        case {"type": "text_mention", "user": {"id": me.number}}:
            return True
        case {"type": "mention", "offset": int(offset), "length": int(length)} if me.name:
            # Offsets count UTF-16 units.
            units = text.encode("utf-16-le", "surrogatepass")
            named = units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
            return _same(named.removeprefix("@"), me.name)
    return False


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
