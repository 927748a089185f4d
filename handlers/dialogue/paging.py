"""Long lists of numbered buttons, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from handlers.messages import Choice
from handlers.texts import Phrases

T = TypeVar("T")
PAGE = 8
NUMBER = "p."


def turn_page(page: int, count: int) -> int:
    """Give the page after `page` of so many items; after the last comes the first."""
    return 0 if page >= (count - 1) // PAGE else page + 1


def on_page(items: Sequence[T], page: int) -> list[tuple[int, T]]:
    """Give the items of a page, each with its number in the whole list, which counts from 1."""
    first = page * PAGE
    return list(enumerate(items[first : first + PAGE], start=first + 1))


def number_choices(
    names: Sequence[str], page: int, say: Phrases, *, more: str
) -> tuple[Choice, ...]:
    """Give the numbered buttons of a page, and one of the label `more` where there are several."""
    numbered = tuple(
        Choice(f"{NUMBER}{number}", say("choice.project", number=number, name=name))
        for number, name in on_page(names, page)
    )
    return (*numbered, Choice("more", more)) if len(names) > PAGE else numbered


def chosen(choice: str, items: Sequence[T]) -> T:
    """Give the item that a numbered button stands for."""
    return items[int(choice.removeprefix(NUMBER)) - 1]
