"""Writing a message as Telegram shows it: HTML in parts, and buttons laid out for a phone."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.channels.cutting import cut, width
from handlers.messages import Card, Choice, Outgoing, Tone
from handlers.wording import bar_of, say_percent

LIMIT = 4096
"""UTF-16 units in one message, counted after the tags are taken out."""

BAR_LENGTH = 10

# The widest label, in letters, of which so many still fit side by side on a narrow phone.
_WIDEST = {1: 1000, 2: 15, 3: 9, 4: 6, 5: 4, 6: 3, 7: 2, 8: 2}
_STYLES = {Tone.PRIMARY: "primary", Tone.DANGER: "danger"}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    bold: bool = False


def write_parts(message: Outgoing) -> tuple[str, ...]:
    """Give a message and its card as HTML, in as many parts as it takes; every tag is closed.

    What would show nothing is no part, unless there is nothing else.
    """
    pieces = tuple(_pieces(message))
    parts = []
    begin = 0
    for part in cut("".join(piece.text for piece in pieces), LIMIT):
        parts.append((part, _as_html(pieces, begin, begin + len(part))))
        begin += len(part)
    shown = tuple(written for plain, written in parts if plain.strip())
    return shown or tuple(written for _, written in parts[:1])


def plain_text(written: str) -> str:
    """Give what a part shows, without its tags."""
    return html.unescape(written.replace("<b>", "").replace("</b>", ""))


def write_keyboard(ask: int | None, choices: Sequence[Choice]) -> dict[str, Any]:
    """Give the buttons of question `ask`, short ones side by side and long ones alone."""
    if ask is None:
        raise ValueError("choices belong to a numbered question")
    return {"inline_keyboard": [[_button(ask, one) for one in row] for row in _rows(choices)]}


def _pieces(message: Outgoing) -> Iterator[_Piece]:
    yield _Piece(message.text)
    if message.card:
        yield from _card(message.card)


def _card(card: Card) -> Iterator[_Piece]:
    yield _Piece("\n\n")
    yield _Piece(card.title, bold=True)
    if card.percent is not None:
        yield _Piece(f"\n{_bar(card.percent)}")
    for row in card.rows:
        yield _Piece("\n")
        yield _Piece(f"{row.label}:", bold=True)
        yield _Piece(f" {row.value}")


def _bar(percent: Decimal) -> str:
    return f"{bar_of(percent, BAR_LENGTH)} {say_percent(percent)}%"


def _as_html(pieces: Sequence[_Piece], begin: int, end: int) -> str:
    written = []
    at = 0
    for piece in pieces:
        inside = piece.text[max(begin - at, 0) : max(end - at, 0)]
        at += len(piece.text)
        if inside:
            # Quotes mean nothing outside of a tag.
            escaped = html.escape(inside, quote=False)
            written.append(f"<b>{escaped}</b>" if piece.bold else escaped)
    return "".join(written)


def _button(ask: int, choice: Choice) -> dict[str, str]:
    button = {"text": choice.label, "callback_data": choice.data(ask)}
    if choice.tone in _STYLES:
        button["style"] = _STYLES[choice.tone]
    return button


def _rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    rows: list[list[Choice]] = []
    widest = 0  # of the last row
    for choice in choices:
        room = width(choice.label)
        if rows and max(widest, room) <= _WIDEST.get(len(rows[-1]) + 1, 0):
            rows[-1].append(choice)
            widest = max(widest, room)
        else:
            rows.append([choice])
            widest = room
    return rows
