"""What a row of the queue says of a picture or a file: the path of a paper, and no bytes.

What may be sent to whom was decided in the turn. Whoever sends the row makes that paper, and no
other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.cutting import beginning
from handlers.messages import Enclosure
from handlers.papers import Paper, paper_at, path_of
from handlers.texts import phrases

SEND_PICTURE, SEND_FILE = "sendPhoto", "sendDocument"
FIELDS = {SEND_PICTURE: "photo", SEND_FILE: "document"}
CAPTION = 1024  # UTF-16 units


@dataclass(frozen=True, slots=True)
class Instead:
    """What to say in place of a paper that cannot be sent."""

    text: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What a row of the queue says of an enclosure."""

    paper: Paper
    name: str
    url: str
    locale: str

    def instead(self, why: str, **fields: object) -> Instead:
        """Give what is said in its place."""
        say = phrases("enclosed", self.locale)
        return Instead(say(f"enclosed.{why}", name=self.name, url=self.url, **fields))


def write_enclosure(enclosure: Enclosure) -> dict[str, Any]:
    """Write the request that sends an enclosure, in the form of the queue."""
    method = SEND_PICTURE if enclosure.is_picture else SEND_FILE
    caption = {"caption": beginning(enclosure.name, CAPTION)} if enclosure.is_picture else {}
    return {
        "method": method,
        "parameters": caption,
        "enclosed": {
            "path": path_of(enclosure.paper),
            "locale": enclosure.locale,
            "name": enclosure.name,
            "url": enclosure.url,
        },
    }


def read_enclosed(stored: Mapping[str, Any]) -> Enclosed | None:
    """Read what a request of the queue encloses; None where it is nothing that can be made."""
    match stored.get("enclosed"):
        case {"path": str(path), "locale": str(locale), "name": str(name), "url": str(url)}:
            paper = paper_at(path)
            return None if paper is None else Enclosed(paper, name, url, locale)
    return None
