"""Back, stop and help at the questions about figures."""

from __future__ import annotations

from handlers.dialogue.figure_cursors import (
    AboutFigures,
    AboutResult,
    AboutScore,
    Describing,
    Measured,
    Measuring,
    Scoring,
    Suspecting,
)
from handlers.dialogue.gauges import figure_words
from handlers.dialogue.move import Move
from handlers.dialogue.scoring import back_from_score
from handlers.dialogue.sending_results import back_from_result
from handlers.dialogue.state import State
from handlers.dialogue.world import World


def back_in_figures(state: State, world: World) -> Move | None:
    """Go to the question before; None where there is none."""
    match state.cursor:
        case cursor if isinstance(cursor, AboutResult):
            return back_from_result(state, cursor, world)
        case cursor if isinstance(cursor, AboutScore):
            return back_from_score(state, cursor, world)
        case _:
            return None


def say_stopped(cursor: AboutFigures, world: World) -> str:
    """Tell what stopping here means: what was filed stays, what was not sent is gone."""
    say = figure_words(world)
    match cursor:
        case Measured():
            return say("result.kept")
        case _ if isinstance(cursor, AboutScore):
            return say("score.stopped")
        case _:
            return say("result.stopped")


def say_figure_help(cursor: AboutFigures, world: World) -> str:
    """Explain the question on screen."""
    say = figure_words(world)
    match cursor:
        case Measuring() | Suspecting():
            return say("help.result")
        case Describing():
            return say("help.text")
        case Scoring():
            return say("help.score")
        case _ if isinstance(cursor, AboutScore):
            return say("help.note")
        case _:
            return say("help.gauge")
