"""Pictures and files that are asked for at any question, which stays as it is."""

from __future__ import annotations

from handlers.dialogue import anywhere
from handlers.dialogue.effects import HandOut
from handlers.dialogue.move import Move
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.handout.wishes import InWords, Wish, chosen_wish


def ask(state: State, words: str) -> Move:
    """Bring what was asked for in words."""
    return _hand_out(state, InWords(words))


def press_standing(state: State, choice: str, world: World) -> Move:
    """Do what a button of a paper does, however old; one of no known kind does nothing."""
    wish = chosen_wish(choice)
    return anywhere.refuse_stale(state, world) if wish is None else _hand_out(state, wish)


def _hand_out(state: State, wish: Wish) -> Move:
    return Move(state, effects=(HandOut(wish),), again=False)
