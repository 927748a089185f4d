"""Links to pages: asking for one, choosing what it opens, and taking it back."""

from __future__ import annotations

from handlers.dialogue.effects import Effect, GivePage, OfferPages, TakeBackPage
from handlers.dialogue.move import Move
from handlers.dialogue.state import State
from storage.opening import ProjectPages, UnitPages

LARGEST = 2**31


def offer(state: State, words: str) -> Move:
    """Give a link, or let the person choose what to."""
    return _do(state, OfferPages(" ".join(words.split())))


def press_page(state: State, choice: str) -> Move | None:
    """Do what a standing button about pages does; None for any other button."""
    match choice.split("."):
        case ["page", "unit", code] if code.isdecimal():
            return _do(state, GivePage(UnitPages(code)))
        case ["page", "project", code] if code.replace("-", "").isdecimal():
            return _do(state, GivePage(ProjectPages(code)))
        case ["page", "revoke", number] if number.isdecimal() and int(number) < LARGEST:
            return _do(state, TakeBackPage(int(number)))
        case _:
            return None


def _do(state: State, effect: Effect) -> Move:
    return Move(state, effects=(effect,), again=False)
