"""The links that open a chat with the bot and bring a code along."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Doors:
    """Where people meet the bot: its user name on Telegram, its basic ID on LINE ("@123abcde").

    None for a platform that is not set up.
    """

    telegram: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address that opens the chat on one platform; `platform` as people know its name."""

    platform: str
    url: str


def links_for(doors: Doors, code: str) -> tuple[Link, ...]:
    """Give the links by which a code is brought along, one for each platform that is set up."""
    found = []
    if doors.telegram is not None:
        # Telegram passes on letters, digits, _ and -, at most 64: every code is made of these.
        found.append(Link("Telegram", f"https://t.me/{doors.telegram}?start={code}"))
    if doors.line is not None:
        chat = quote(doors.line, safe="")
        found.append(Link("LINE", f"https://line.me/R/oaMessage/{chat}/?{quote(code, safe='')}"))
    return tuple(found)
