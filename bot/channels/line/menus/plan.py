"""Which menus there are below a chat on LINE, and what each place of them types."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.commands import Name
from handlers.texts import LOCALES, phrases
from storage.records import Role

PREFIX = "khuepna-"
WIDTH, ROW = 2500, 843


class Kind(StrEnum):
    """Whose menu it is: officers report; supervisors, evaluators and administrators read."""

    OFFICER = "officer"
    READER = "reader"


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


# Rows from the top, each with the shares that its places have of the width.
_ROWS: dict[Kind, tuple[tuple[tuple[Name, int], ...], ...]] = {
    Kind.OFFICER: (
        ((Name.REPORT, 2), (Name.STATUS, 1)),
        ((Name.HISTORY, 1), (Name.HELP, 1), (Name.LANG, 1)),
    ),
    Kind.READER: (((Name.STATUS, 1), (Name.ME, 1), (Name.HELP, 1), (Name.LANG, 1)),),
}


def kind_for(roles: Collection[Role]) -> Kind:
    """Say which menu somebody of these roles gets; whoever also reports needs that one."""
    return Kind.READER if roles and Role.OFFICER not in roles else Kind.OFFICER


def alias_of(kind: Kind, locale: str) -> str:
    return f"{PREFIX}{kind}-{locale}"


def menus() -> tuple[Menu, ...]:
    """Give every menu in every language."""
    return tuple(_menu(kind, locale) for kind in Kind for locale in LOCALES)


def _menu(kind: Kind, locale: str) -> Menu:
    rows = _ROWS[kind]
    places = tuple(
        place for number, row in enumerate(rows) for place in _row(row, number * ROW, locale)
    )
    bar = phrases("menu", locale)("menu.bar")
    return Menu(alias_of(kind, locale), bar, len(rows) * ROW, places)


def _row(shares: tuple[tuple[Name, int], ...], y: int, locale: str) -> tuple[Place, ...]:
    whole = sum(share for _name, share in shares)
    edges = [0]
    for _name, share in shares:
        edges.append(edges[-1] + share)
    say = phrases("menu", locale)
    return tuple(
        Place(
            x=left * WIDTH // whole,
            y=y,
            width=right * WIDTH // whole - left * WIDTH // whole,
            height=ROW,
            label=say(f"menu_label.{name}"),
            hint=say(f"menu_hint.{name}"),
            text=_typed(name, locale),
            leads=name is Name.REPORT,
        )
        for (name, _share), left, right in zip(shares, edges, edges[1:], strict=False)
    )


def _typed(name: Name, locale: str) -> str:
    if name is Name.LANG:
        return phrases("menu", locale)("menu.other_language")
    return phrases("commands", locale)(name).split("|")[0]
