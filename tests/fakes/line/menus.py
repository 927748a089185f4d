"""LINE's rich menus: their limits, and who sees which."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from tests.fakes.line.actions import check_action
from tests.fakes.shapes import Wrong
from tests.fakes.writing import graphemes

WIDTHS = (800, 2500)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
AREAS = 20
BAR_TEXT = 14
NAME = 300
MENUS = 1000
IMAGE_BYTES = 1024 * 1024
NEEDED = ("size", "selected", "name", "chatBarText", "areas")


def check_menu(menu: dict[str, Any]) -> Iterator[Wrong]:
    """Everything wrong with a rich menu whose shape is right."""
    for name in NEEDED:
        if name not in menu:
            yield Wrong(name, "is missing")
    if any(name not in menu for name in NEEDED):
        return
    width, height = menu["size"].get("width", 0), menu["size"].get("height", 0)
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        yield Wrong("size.width", f"is {width}, not 800 to 2500")
    if height < LEAST_HEIGHT or width / max(height, 1) < LEAST_RATIO:
        yield Wrong("size", f"is {width} x {height}: too low, or too high for its width")
    for name, most in (("chatBarText", BAR_TEXT), ("name", NAME)):
        if not 1 <= graphemes(menu[name]) <= most:
            yield Wrong(name, f"has {graphemes(menu[name])} characters, not 1 to {most}")
    if len(menu["areas"]) > AREAS:
        yield Wrong("areas", f"are {len(menu['areas'])}, and {AREAS} are the most")
    for number, area in enumerate(menu["areas"]):
        where = f"areas[{number}]"
        if "bounds" not in area or "action" not in area:
            yield Wrong(where, "lacks bounds or action")
            continue
        bounds = area["bounds"]
        right = bounds.get("x", 0) + bounds.get("width", 0)
        bottom = bounds.get("y", 0) + bounds.get("height", 0)
        if right > width or bottom > height:
            yield Wrong(f"{where}.bounds", "reach beyond the menu")
        yield from check_action(area["action"], f"{where}.action", "rich menu")


def check_image(image: bytes, media_type: str, size: dict[str, int]) -> Iterator[Wrong]:
    """Everything wrong with a rich menu's picture."""
    if len(image) > IMAGE_BYTES:
        yield Wrong("the image", f"has {len(image)} bytes, and 1 MB is the most")
    if media_type == "image/png" and image.startswith(b"\x89PNG\r\n\x1a\n"):
        measured = struct.unpack(">II", image[16:24])
        if measured != (size["width"], size["height"]):
            yield Wrong("the image", f"is {measured[0]} x {measured[1]}, and the menu is not")
    elif not (media_type == "image/jpeg" and image.startswith(b"\xff\xd8")):
        yield Wrong("the image", f"is no {media_type} that LINE takes")


class Menus:
    """All menus of a bot, with their images and aliases, and the default."""

    def __init__(self) -> None:
        self.menus: dict[str, dict[str, Any]] = {}
        self.images: dict[str, tuple[bytes, str]] = {}
        self.aliases: dict[str, str] = {}
        self.default = ""

    def create(self, menu_id: str, menu: dict[str, Any]) -> None:
        self.menus[menu_id] = menu

    def delete(self, menu_id: str) -> None:
        self.menus.pop(menu_id)
        self.images.pop(menu_id, None)
        if self.default == menu_id:
            self.default = ""

    def shown_to(self, linked: str) -> dict[str, Any] | None:
        """The menu a person sees, whose own menu is `linked` (or empty)."""
        return self.menus.get(linked) or self.menus.get(self.default)
