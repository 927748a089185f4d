"""LINE's limits of messages, beyond their shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.line.actions import check_action
from tests.fakes.line.flex import check_flex
from tests.fakes.shapes import Wrong
from tests.fakes.writing import graphemes, utf16_units

TEXT = 5000  # UTF-16 units
ALT_TEXT = 1500
ADDRESS = 2000
SENDER_NAME = 20
TEMPLATE_TEXT = {"buttons": 160, "confirm": 240, "column": 120}
TEMPLATE_TEXT_BESIDE_TITLE = 60
TEMPLATE_TITLE = 40
BUTTONS, CONFIRM_BUTTONS, COLUMNS = 4, 2, 10
SUBSTITUTIONS, MENTIONS = 100, 20
SUBSTITUTION_KEY = re.compile(r"[0-9A-Za-z_]{1,20}")

Message = dict[str, Any]


def check_messages(messages: list[Message], *, in_group: bool, ascii_wire: bool) -> Iterator[Wrong]:
    """Everything wrong with messages whose shapes are right."""
    for number, message in enumerate(messages):
        where = f"messages[{number}]"
        kind = message["type"]
        if check := CHECKS.get(kind):
            yield from check(message, where)
        if kind == "textV2" and not in_group and _mentions(message):
            yield Wrong(where, "mentions somebody outside a group")
        if kind == "flex":
            inner = f"{where}.contents"
            yield from check_flex(message["contents"], inner, ascii_wire=ascii_wire)
        for item, reply in enumerate(message.get("quickReply", {}).get("items", [])):
            inner = f"{where}.quickReply.items[{item}]"
            if reply.get("type") != "action" or "action" not in reply:
                yield Wrong(inner, "is no action")
            else:
                yield from check_action(reply["action"], f"{inner}.action", "quick reply")
            if not reply.get("imageUrl", "https://").startswith("https://"):
                yield Wrong(f"{inner}.imageUrl", "is no https address")
        name = message.get("sender", {}).get("name", "")
        if graphemes(name) > SENDER_NAME:
            yield Wrong(f"{where}.sender.name", f"has more than {SENDER_NAME} characters")


def _check_text(message: Message, where: str) -> Iterator[Wrong]:
    size = utf16_units(message["text"])
    if not message["text"].strip():
        yield Wrong(f"{where}.text", "may not be empty")
    if size > TEXT:
        yield Wrong(f"{where}.text", f"has {size} UTF-16 units, and {TEXT} is the most")


def _check_text_v2(message: Message, where: str) -> Iterator[Wrong]:
    yield from _check_text(message, where)
    substitution = message.get("substitution", {})
    plain = message["text"].replace("{{", "").replace("}}", "")
    used = set(re.findall(r"\{([^{}]*)\}", plain))
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", plain)):
        yield Wrong(f"{where}.text", "has a single brace that is no place")
    if used != set(substitution):
        yield Wrong(f"{where}.text", f"has the places {sorted(used)} and other substitutions")
    if len(substitution) > SUBSTITUTIONS or len(_mentions(message)) > MENTIONS:
        yield Wrong(f"{where}.substitution", "has too many entries")
    for key in substitution:
        if not SUBSTITUTION_KEY.fullmatch(key):
            yield Wrong(f"{where}.substitution.{key}", "is no name of a place")


def _mentions(message: Message) -> list[Any]:
    entries = message.get("substitution", {}).values()
    return [entry for entry in entries if entry["type"] == "mention"]


def _check_alt_text(message: Message, where: str) -> Iterator[Wrong]:
    size = utf16_units(message["altText"])
    if not message["altText"].strip():
        yield Wrong(f"{where}.altText", "may not be empty")
    if size > ALT_TEXT:
        yield Wrong(f"{where}.altText", f"has {size} UTF-16 units, and {ALT_TEXT} is the most")


def _check_template(message: Message, where: str) -> Iterator[Wrong]:
    yield from _check_alt_text(message, where)
    template, where = message["template"], f"{where}.template"
    kind = template["type"]
    if kind == "image_carousel":
        for number, column in enumerate(template["columns"]):
            inner = f"{where}.columns[{number}].action"
            yield from check_action(column["action"], inner, "image carousel")
    elif kind == "carousel":
        if not 1 <= len(template["columns"]) <= COLUMNS:
            yield Wrong(f"{where}.columns", f"are {len(template['columns'])}, not 1 to {COLUMNS}")
        for number, column in enumerate(template["columns"]):
            yield from _check_panel(column, f"{where}.columns[{number}]", "column", most=3)
    else:
        yield from _check_panel(template, where, kind, most=BUTTONS)
        if kind == "confirm" and len(template["actions"]) != CONFIRM_BUTTONS:
            yield Wrong(f"{where}.actions", "of a confirm template are two")


def _check_panel(panel: Message, where: str, kind: str, *, most: int) -> Iterator[Wrong]:
    longest = TEMPLATE_TEXT[kind]
    if kind != "confirm" and ("title" in panel or "thumbnailImageUrl" in panel):
        longest = TEMPLATE_TEXT_BESIDE_TITLE
    for name, limit in (("text", longest), ("title", TEMPLATE_TITLE)):
        if graphemes(panel.get(name, "")) > limit:
            yield Wrong(f"{where}.{name}", f"has more than {limit} characters")
    if not panel["text"]:
        yield Wrong(f"{where}.text", "may not be empty")
    if not 1 <= len(panel["actions"]) <= most:
        yield Wrong(f"{where}.actions", f"are {len(panel['actions'])}, not 1 to {most}")
    for number, action in enumerate(panel["actions"]):
        yield from check_action(action, f"{where}.actions[{number}]", "template")


def _check_media(message: Message, where: str) -> Iterator[Wrong]:
    for name in ("originalContentUrl", "previewImageUrl"):
        if name in message and not message[name].startswith("https://"):
            yield Wrong(f"{where}.{name}", "is no https address")
        if len(message.get(name, "")) > ADDRESS:
            yield Wrong(f"{where}.{name}", f"has more than {ADDRESS} characters")


CHECKS: dict[str, Callable[[Message, str], Iterator[Wrong]]] = {
    "text": _check_text,
    "textV2": _check_text_v2,
    "flex": _check_alt_text,
    "template": _check_template,
    "image": _check_media,
    "video": _check_media,
    "audio": _check_media,
}
