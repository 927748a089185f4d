"""The pictures of the menus, and the names by which a changed menu is told from an old one."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from bot.channels.line.menus.plan import WIDTH, Menu
from bot.sheets import set_pages

TEMPLATE = Path(__file__).with_name("picture.typ")
LARGEST = 1_000_000  # bytes of a picture that LINE takes


def picture_of(menu: Menu) -> bytes:
    """Draw the picture as PNG; raises Misprint."""
    (png,) = set_pages(TEMPLATE, _content(menu), form="png", pixels_per_point=1)
    assert len(png) <= LARGEST
    return png


def name_of(menu: Menu) -> str:
    """Name a menu after all that it shows and does: a change of any of it is another name."""
    told = json.dumps([_content(menu), menu.bar], ensure_ascii=False, sort_keys=True)
    print_of = sha256(told.encode() + TEMPLATE.read_bytes()).hexdigest()
    return f"{menu.alias} {print_of[:12]}"


def _content(menu: Menu) -> dict[str, object]:
    places = [asdict(place) for place in menu.places]
    return {"width": WIDTH, "height": menu.height, "places": places}
