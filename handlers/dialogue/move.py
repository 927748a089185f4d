"""What a move of the conversation gives."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.dialogue.effects import Effect
from handlers.dialogue.state import (
    State,
)
from handlers.texts import Phrases


@dataclass(frozen=True, slots=True)
class Move:
    """Where the conversation goes: what is noted above the next question, and what is done.

    `again` puts the question on screen once more even if it stays the same; `missed` counts an
    answer that was not understood; `say` is the language from here on, where it changes. A `silent`
    one says nothing: what there is to say follows.
    """

    state: State
    notes: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    again: bool = True
    missed: bool = False
    silent: bool = False
    say: Phrases | None = None
