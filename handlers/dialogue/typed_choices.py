"""Finding the button that a person typed instead of pressing it."""

from __future__ import annotations

from handlers.dialogue.choices import choices, older_choices
from handlers.dialogue.errand_cursors import Picking, Replacing
from handlers.dialogue.figure_cursors import ChoosingGauge, Measuring, Scoring, Suspecting
from handlers.dialogue.state import Answering, Asked, Choosing, Confirming, State
from handlers.dialogue.world import World
from handlers.thai.text import comparable

ELLIPSIS = "…"


def typed_choice(text: str, state: State, world: World) -> str | None:
    """Find the button whose label, or whose number, was typed.

    A number typed at the question for a percent or a figure is that figure.
    """
    offered = choices(state, world)
    said = comparable(text)
    for number, choice in enumerate(offered, start=1):
        if _is_label(said, comparable(choice.label)):
            return choice.id
        match state.cursor:
            case Answering(Asked.PERCENT) | Confirming(Asked.PERCENT):
                continue
            case Measuring() | Suspecting() | Scoring():
                continue
            case Choosing() | Picking() | Replacing() | ChoosingGauge() if choice.id == f"p.{said}":
                return choice.id
            case Choosing() | Picking() | Replacing() | ChoosingGauge():
                continue
            case _ if said == str(number):
                return choice.id
    older = older_choices(state, world)
    return next((one.id for one in older if _is_label(said, comparable(one.label))), None)


def _is_label(said: str, label: str) -> bool:
    """Tell whether a label was typed, whole or as a narrow button shows it: "ปรับปรุงทาง…"."""
    return said == label or (
        said.endswith(ELLIPSIS) and bool(said[:-1]) and label.startswith(said[:-1].rstrip())
    )
