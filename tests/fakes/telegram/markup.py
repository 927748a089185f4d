"""HTML as Telegram reads it: a few tags, strictly nested; anything else is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.writing import utf16_units

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z0-9-]*)(?P<rest>[^<>]*)>")
CHARACTER = re.compile(r"&(?:#(?P<decimal>\d+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>[a-z]+));")
ATTRIBUTE = re.compile(r"\s+(?P<name>[a-z-]+)(?:=(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\s\"]+)))?")


class CannotParse(ValueError):
    """The sentence after "can't parse entities: "."""


@dataclass(slots=True)
class Open:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class Read:
    """What was read so far."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as shown, and its entities in UTF-16 units; CannotParse if it is not Telegram's."""
    read = Read()
    position = 0
    while position < len(source):
        letter = source[position]
        if letter == "<":
            position = _read_tag(read, source, position)
        elif letter == "&" and (found := CHARACTER.match(source, position)):
            read.text += _character(found)
            position = found.end()
        else:
            read.text += letter
            position += 1
    if read.open:
        name = read.open[-1].name
        raise CannotParse(f'Can\'t find end tag corresponding to start tag "{name}"')
    return _trimmed(read.text, read.entities)


def _read_tag(read: Read, source: str, position: int) -> int:
    at = f"at byte offset {len(source[:position].encode())}"
    found = TAG.match(source, position)
    if found is None:
        raise CannotParse(f"Unclosed start tag {at}")
    name = found["name"].lower()
    if found["end"]:
        _close(read, name, at)
        return found.end()
    attributes = {
        attribute["name"]: attribute["quoted"] or attribute["plain"] or ""
        for attribute in ATTRIBUTE.finditer(found["rest"])
    }
    if name not in ENTITIES:
        raise CannotParse(f'Unsupported start tag "{name}" {at}')
    if ATTRIBUTE.sub("", found["rest"]).strip():
        raise CannotParse(f"Expected end of the tag {at}")
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise CannotParse(f'Tag "span" must have class "tg-spoiler" {at}')
    read.open.append(Open(name, attributes, utf16_units(read.text)))
    return found.end()


def _close(read: Read, name: str, at: str) -> None:
    if not read.open:
        raise CannotParse(f"Unexpected end tag {at}")
    tag = read.open.pop()
    if name not in ("", tag.name):
        raise CannotParse(f'Unmatched end tag {at}, expected "</{tag.name}>", found "</{name}>"')
    length = utf16_units(read.text) - tag.offset
    entity: dict[str, Any] = {"type": ENTITIES[tag.name], "offset": tag.offset, "length": length}
    if tag.name == "a":
        entity["url"] = tag.attributes.get("href", "")
    # A link without an address is plain text, and so is anything empty.
    if length and entity.get("url") != "":
        read.entities.append(entity)


def _character(found: re.Match[str]) -> str:
    if found["decimal"]:
        return chr(int(found["decimal"]))
    if found["hex"]:
        return chr(int(found["hex"], 16))
    return NAMED.get(found["name"], found[0])


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram takes away the white space around a text."""
    start = utf16_units(text) - utf16_units(text.lstrip())
    text = text.strip()
    end = utf16_units(text)
    kept = []
    # Of two over the same text the outer comes first, which was closed last.
    outer_first = list(reversed(entities))
    for entity in sorted(outer_first, key=lambda each: (each["offset"], -each["length"])):
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, kept
