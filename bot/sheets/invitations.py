"""The sheet of cards that lets the people of an office join: one code for each, to cut apart."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno

from bot.links import Doors, links_for
from bot.sheets import set_pages
from bot.sheets.words import words_of
from handlers.texts import phrases
from handlers.wording import say_moment
from storage.records import Role

TEMPLATE = Path(__file__).with_name("invitations.typ")


@dataclass(frozen=True, slots=True)
class Card:
    """What one person is handed: `locale` is the language that it is printed in."""

    name: str
    unit: str
    role: Role
    locale: str
    code: str


def invitation_sheet(cards: Sequence[Card], *, doors: Doors, until: datetime) -> bytes:
    """Set the cards as a PDF, eight to a page; raises Misprint."""
    (pdf,) = set_pages(TEMPLATE, _contents(cards, doors, until), form="pdf")
    return pdf


def invitation_pictures(cards: Sequence[Card], *, doors: Doors, until: datetime) -> list[bytes]:
    """Set the same as PNG pictures, one for each page, to be looked at."""
    return set_pages(TEMPLATE, _contents(cards, doors, until), form="png")


def qr_code(url: str) -> segno.QRCode:
    """Give the picture that a phone's camera reads the address from."""
    # A quarter of it may be smudged, as happens to a piece of paper.
    return segno.make_qr(url, error="q", boost_error=False)


def _contents(cards: Sequence[Card], doors: Doors, until: datetime) -> list[Mapping[str, Any]]:
    return [_content(card, doors, until) for card in cards]


def _content(card: Card, doors: Doors, until: datetime) -> Mapping[str, Any]:
    say, title = phrases("sheet", card.locale), phrases("dialogue", card.locale)
    position = say("sheet.position", role=title(f"role.{card.role}"), unit=card.unit)
    return {
        # A name is parted at its spaces only.
        "name": [part for word in card.name.split() for part in (word, " ")],
        "position": words_of(position),
        "code": card.code,
        "code_label": say("sheet.code"),
        "valid_until": [say("sheet.valid_until"), " ", say_moment(until, card.locale)],
        "steps": [words_of(say(f"sheet_step.{_way(doors)}")), words_of(say("sheet.once"))],
        "platforms": [
            {"name": link.platform, "picture": _drawn(link.url)}
            for link in links_for(doors, card.code)
        ],
    }


def _way(doors: Doors) -> str:
    match doors:
        case Doors(telegram=None, line=None):
            return "neither"
        case Doors(telegram=None):
            return "line"
        case Doors(line=None):
            return "telegram"
        case _:
            return "both"


def _drawn(url: str) -> str:
    drawing = io.BytesIO()
    qr_code(url).save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue().decode()
