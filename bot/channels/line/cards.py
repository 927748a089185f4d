"""Cards as Flex bubbles: a bar, fields that wrap, and buttons that stay on the screen.

Quick replies are gone as soon as anybody writes, and LINE on a computer never shows them. What
belongs to a card is decided upon after reading it, perhaps hours later: its buttons are in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from bot.channels.cutting import beginning, utf16_units
from bot.channels.line.buttons import postback
from handlers.messages import Card, Choice, Row, Tone

Json = dict[str, Any]

MAX_WIRE = 20_000
"""Bytes of a bubble as sent, where every Thai letter takes six; LINE's limit is 30 KB."""

MAX_ALT_TEXT = 1500  # UTF-16 units
MAX_VALUE = 300  # UTF-16 units of a field whose whole text stands above the card
BUTTON_LABEL = 40
NOTHING = "–"  # LINE refuses texts with nothing in them

GREEN, RED, GREY, DARK, PALE = "#1A7F4B", "#B42318", "#6B7280", "#111827", "#E4E7EB"


def card_messages(
    card: Card, ask: int | None, choices: Sequence[Choice], *, above: str
) -> tuple[tuple[str, ...], Json] | None:
    """Give the texts that go before a card, and the card with its buttons as a Flex message.

    A field for which the bubble has no room is said whole before it; in the card are its beginning
    and the words `above`. None where there is no room for the card even so.
    """
    rows = list(card.rows)
    before: dict[int, str] = {}
    while len(json.dumps(bubble := _bubble(card, rows, ask, choices))) > MAX_WIRE:
        longest = max(range(len(rows)), key=lambda n: _room_to_win(rows[n], n in before), default=0)
        if not rows or not _room_to_win(rows[longest], longest in before):
            return None
        row = rows[longest]
        before[longest] = f"{row.label}\n{row.value}"
        rows[longest] = Row(row.label, f"{beginning(row.value, MAX_VALUE)}\n{above}")
    flex = {"type": "flex", "altText": beginning(card_text(card), MAX_ALT_TEXT), "contents": bubble}
    return tuple(before[number] for number in sorted(before)), flex


def button_message(ask: int, choices: Sequence[Choice]) -> Json:
    """Give buttons alone, as a Flex message that follows a text."""
    told = " · ".join(choice.label for choice in choices)
    bubble = {"type": "bubble", "footer": _box(*_buttons(ask, choices), spacing="sm")}
    return {"type": "flex", "altText": beginning(told, MAX_ALT_TEXT), "contents": bubble}


def _room_to_win(row: Row, is_shortened: bool) -> int:
    return 0 if is_shortened else max(utf16_units(row.value) - MAX_VALUE, 0)


def card_text(card: Card) -> str:
    """Say a card in words alone: for notifications, and where no bubble can hold it."""
    return "\n".join((card.title, *(f"{row.label}: {row.value}" for row in card.rows)))


def _bubble(card: Card, rows: Sequence[Row], ask: int | None, choices: Sequence[Choice]) -> Json:
    body = [_text(card.title, size="lg", color=DARK, weight="bold")]
    if card.percent is not None:
        body.append(_bar(card.percent))
    body += [
        _box(
            _text(row.label, size="xs", color=GREY),
            _text(row.value, size="sm", color=DARK),
            margin="md",
        )
        for row in rows
    ]
    bubble: Json = {"type": "bubble", "body": _box(*body)}
    if ask is not None and choices:
        bubble["footer"] = _box(*_buttons(ask, choices), spacing="sm")
    return bubble


def _box(*contents: Json, **look: str) -> Json:
    return {"type": "box", "layout": "vertical", "contents": list(contents), **look}


def _text(text: str, **look: str) -> Json:
    return {"type": "text", "text": text if text.strip() else NOTHING, "wrap": True, **look}


def _bar(percent: Decimal) -> Json:
    filled = min(max(percent, Decimal(0)), Decimal(100))
    look = {"height": "8px", "cornerRadius": "4px"}
    done = _box({"type": "filler"}, width=f"{filled:.2f}%", backgroundColor=GREEN, **look)
    return _box(
        *((done,) if filled else ({"type": "filler"},)), backgroundColor=PALE, margin="md", **look
    )


def _buttons(ask: int, choices: Sequence[Choice]) -> Iterator[Json]:
    looks: dict[Tone, Json] = {
        Tone.PRIMARY: {"style": "primary", "color": GREEN},
        Tone.DANGER: {"style": "primary", "color": RED},
        Tone.PLAIN: {"style": "secondary"},
    }
    for choice in choices:
        action = postback(ask, choice, limit=BUTTON_LABEL)
        yield {"type": "button", "height": "sm", "action": action, **looks[choice.tone]}


def texts_in(part: Any) -> Iterator[str]:
    """Give what can be read in a bubble, from top to bottom."""
    match part:
        case {"type": "text", "text": str(text)}:
            yield text
        case dict():
            for name in ("body", "contents"):
                yield from texts_in(part.get(name))
        case list():
            for inner in part:
                yield from texts_in(inner)
