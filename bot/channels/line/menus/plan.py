"""Which menus there are below a chat on LINE, and what each place of them types."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handlers.texts import LOCALES, phrases
from storage.records import Role

PREFIX = "khuepna-"
WIDTH, ROW = 2500, 843


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the picture, in pixels, and the words that a press on it sends."""

    x: int
    y: int
    width: int
    height: int
    label: str
    hint: str
    text: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu as it should be: `alias` is its fixed name with the platform."""

    alias: str
    bar: str
    height: int
    places: tuple[Place, ...]


# Rows from the top: commands, each with the share that its place has of the width.
_ROWS: dict[Role, tuple[tuple[tuple[str, int], ...], ...]] = {
    Role.OFFICER: ((("report", 2), ("status", 1)), (("history", 1), ("help", 1))),
    Role.SUPERVISOR: ((("status", 1), ("late", 1)), (("digest", 1), ("help", 1))),
    Role.EVALUATOR: ((("score", 2), ("summary", 1)), (("status", 1), ("help", 1))),
    Role.ADMIN: ((("status", 1), ("late", 1)), (("summary", 1), ("help", 1))),
}


def role_for(roles: Collection[Role]) -> Role:
    """Say whose menu somebody of these roles gets: whoever also reports needs that one."""
    return next((role for role in Role if role in roles), Role.OFFICER)


def alias_of(role: Role, locale: str) -> str:
    return f"{PREFIX}{role}-{locale}"


def menus() -> tuple[Menu, ...]:
    """Give every menu in every language."""
    return tuple(_menu(role, locale) for role in Role for locale in LOCALES)


def _menu(role: Role, locale: str) -> Menu:
    rows = _ROWS[role]
    places = tuple(
        place for number, row in enumerate(rows) for place in _row(row, number * ROW, locale)
    )
    bar = phrases("menu", locale)("menu.bar")
    return Menu(alias_of(role, locale), bar, len(rows) * ROW, places)


def _row(shares: tuple[tuple[str, int], ...], y: int, locale: str) -> tuple[Place, ...]:
    whole = sum(share for _command, share in shares)
    edges = [0]
    for _command, share in shares:
        edges.append(edges[-1] + share)
    say = phrases("menu", locale)
    return tuple(
        Place(
            x=left * WIDTH // whole,
            y=y,
            width=right * WIDTH // whole - left * WIDTH // whole,
            height=ROW,
            label=say(f"menu_label.{command}"),
            hint=say(f"menu_hint.{command}"),
            text=f"/{command}",
            leads=left == y == 0,
        )
        for (command, _share), left, right in zip(shares, edges, edges[1:], strict=False)
    )
