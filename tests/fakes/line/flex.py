"""LINE's limits of Flex messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.line.actions import check_action
from tests.fakes.shapes import Wrong

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
CAROUSEL_BUBBLES = 12
HEROES = {"box", "image", "video"}
IN_BASELINE = {"icon", "text", "filler"}
BUBBLE_PARTS = ("header", "hero", "body", "footer")

COLOR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
PIXELS = r"\d+(\.\d+)?px"
STEPS = "xs|sm|md|lg|xl|xxl"
SIZES: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("spacing", "margin"), re.compile(f"none|{STEPS}|{PIXELS}")),
    **dict.fromkeys(
        ("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"),
        re.compile(rf"none|{STEPS}|{PIXELS}|\d+(\.\d+)?%"),
    ),
    **dict.fromkeys(
        ("offsetTop", "offsetBottom", "offsetStart", "offsetEnd"),
        re.compile(rf"none|{STEPS}|-?{PIXELS}|-?\d+(\.\d+)?%"),
    ),
    **dict.fromkeys(("width", "maxWidth", "maxHeight"), re.compile(rf"{PIXELS}|\d+(\.\d+)?%")),
    "cornerRadius": re.compile(f"none|{STEPS}|{PIXELS}"),
    "borderWidth": re.compile(f"none|light|normal|medium|semi-bold|bold|{PIXELS}"),
}
COLORS = {"color", "backgroundColor", "borderColor", "decorationColor", "separatorColor"}
TEXT_SIZE = re.compile(rf"xxs|{STEPS}|3xl|4xl|5xl|{PIXELS}")
LEAST_FLEX = 0


def check_flex(contents: dict[str, Any], where: str, *, ascii_wire: bool) -> Iterator[Wrong]:
    """Everything wrong with a Flex container whose shape is right.

    Size is counted in bytes as they came over the wire: ASCII with escapes, or UTF-8.
    """
    if contents["type"] == "carousel":
        bubbles = contents.get("contents", [])
        yield from _check_size(contents, where, CAROUSEL_BYTES, ascii_wire=ascii_wire)
        if not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
            yield Wrong(f"{where}.contents", f"has {len(bubbles)} bubbles, not 1 to 12")
        if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
            yield Wrong(f"{where}.contents", "has bubbles of different widths")
        for number, bubble in enumerate(bubbles):
            yield from _check_bubble(bubble, f"{where}.contents[{number}]", ascii_wire=ascii_wire)
    else:
        yield from _check_bubble(contents, where, ascii_wire=ascii_wire)


def _check_size(
    part: dict[str, Any], where: str, most: int, *, ascii_wire: bool
) -> Iterator[Wrong]:
    size = len(json.dumps(part, ensure_ascii=ascii_wire).encode())
    if size > most:
        yield Wrong(where, f"has {size} bytes of JSON, and {most} is the most")


def _check_bubble(bubble: dict[str, Any], where: str, *, ascii_wire: bool) -> Iterator[Wrong]:
    yield from _check_size(bubble, where, BUBBLE_BYTES, ascii_wire=ascii_wire)
    if not any(part in bubble for part in BUBBLE_PARTS):
        yield Wrong(where, "is a bubble with nothing in it")
    if "hero" in bubble and bubble["hero"]["type"] not in HEROES:
        yield Wrong(f"{where}.hero", f"is a {bubble['hero']['type']}")
    for name in ("header", "body", "footer"):
        if name in bubble and bubble[name].get("type") != "box":
            yield Wrong(f"{where}.{name}", "is no box")
    for name in BUBBLE_PARTS:
        if name in bubble:
            yield from _check_component(bubble[name], f"{where}.{name}", inside="")
    for name, style in bubble.get("styles", {}).items():
        yield from _check_measures(style, f"{where}.styles.{name}")
    if "action" in bubble:
        yield from check_action(bubble["action"], f"{where}.action", "Flex")


def _check_component(part: dict[str, Any], where: str, *, inside: str) -> Iterator[Wrong]:
    kind = part["type"]
    yield from _check_measures(part, where)
    if inside == "baseline" and kind not in IN_BASELINE:
        yield Wrong(where, f"is a {kind} in a baseline box")
    if kind == "icon" and inside != "baseline":
        yield Wrong(where, "is an icon outside a baseline box")
    if kind == "span" and inside != "text":
        yield Wrong(where, "is a span outside a text")
    if kind in ("text", "span") and not part.get("text") and not part.get("contents"):
        yield Wrong(f"{where}.text", "may not be empty")
    if kind in ("text", "span") and not TEXT_SIZE.fullmatch(part.get("size", "md")):
        yield Wrong(f"{where}.size", f"is {part['size']!r}")
    if kind in ("image", "video", "icon") and not part.get("url", "").startswith("https://"):
        yield Wrong(f"{where}.url", "is no https address")
    if kind == "button" and not part["action"].get("label"):
        yield Wrong(f"{where}.action.label", "is missing")
    if "action" in part:
        yield from check_action(part["action"], f"{where}.action", "Flex")
    layout = part.get("layout", "") if kind == "box" else kind
    for number, inner in enumerate(part.get("contents", [])):
        yield from _check_component(inner, f"{where}.contents[{number}]", inside=layout)


def _check_measures(part: dict[str, Any], where: str) -> Iterator[Wrong]:
    for name, value in part.items():
        if name in COLORS and not COLOR.fullmatch(value):
            yield Wrong(f"{where}.{name}", f"is no color: {value!r}")
        elif name in SIZES and not SIZES[name].fullmatch(value):
            yield Wrong(f"{where}.{name}", f"is no size: {value!r}")
        elif name == "flex" and value < LEAST_FLEX:
            yield Wrong(f"{where}.flex", "is below 0")
