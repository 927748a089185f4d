"""Pictures and files as LINE messages: LINE fetches a picture itself, and a file is a link.

LINE fetches when somebody looks, so a link has to be good for as long as that may take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bot.channels.cutting import beginning, label
from bot.channels.line.cards import BUTTON_LABEL, MAX_ALT_TEXT
from handlers.messages import Enclosure
from handlers.texts import phrases

Json = dict[str, Any]

SECURE = "https://"  # LINE takes pictures of no other address
MAX_URI = 1000  # characters


def enclosure_messages(enclosed: Sequence[Enclosure]) -> Iterator[Json]:
    """Give the messages of what goes along with words: files that follow each other share one."""
    for kind, some in groupby(enclosed, key=_kind):
        match kind:
            case "picture":
                yield from (_picture(one.url) for one in some)
            case "file":
                yield _files(list(some))
            case _:
                yield {"type": "text", "text": "\n".join(_say_link(one) for one in some)}


def links_in(message: Json) -> Iterator[str]:
    """Give the links of a message in words, for where it has to become plain text."""
    match message:
        case {"type": "image", "originalContentUrl": str(url)}:
            yield url
        case {"contents": {"footer": {"contents": [*buttons]}}}:
            for button in buttons:
                match button:
                    case {"action": {"type": "uri", "label": str(name), "uri": str(url)}}:
                        yield f"{name}\n{url}"


def _kind(enclosure: Enclosure) -> str:
    if not enclosure.url.startswith(SECURE) or len(enclosure.url) > MAX_URI:
        return "link"
    return "picture" if enclosure.is_picture else "file"


def _picture(url: str) -> Json:
    return {"type": "image", "originalContentUrl": url, "previewImageUrl": url}


def _files(enclosed: Sequence[Enclosure]) -> Json:
    told = " · ".join(one.name for one in enclosed)
    footer = {
        "type": "box",
        "layout": "vertical",
        "spacing": "sm",
        "contents": [_button(one) for one in enclosed],
    }
    bubble = {"type": "bubble", "footer": footer}
    return {"type": "flex", "altText": beginning(told, MAX_ALT_TEXT), "contents": bubble}


def _button(enclosure: Enclosure) -> Json:
    action = {"type": "uri", "label": label(enclosure.name, BUTTON_LABEL), "uri": enclosure.url}
    return {"type": "button", "height": "sm", "style": "link", "action": action}


def _say_link(enclosure: Enclosure) -> str:
    say = phrases("enclosed", enclosure.locale)
    return say("enclosed.link", name=enclosure.name, url=enclosure.url)
