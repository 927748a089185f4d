"""Saying that what was half entered is not kept, where somebody turns to something else."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.errand_cursors import (
    Departing,
    LeaveGiven,
    Leaving,
    Replacing,
    Restated,
    Restating,
)
from handlers.dialogue.figure_cursors import (
    Describing,
    Justifying,
    Measurement,
    Measuring,
    Noting,
    ReviewingResult,
    Suspecting,
)
from handlers.dialogue.gauges import figure_words, find_gauge
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.wording import say_figure, say_period


def tell_dropped(before: State, move: Move, world: World) -> Move:
    """Put above a move that it ends what was being entered, if it does, and how to begin again."""
    if move.silent or move.state.cursor == before.cursor:
        return move
    note = _dropped(before, world)
    return move if note is None else replace(move, notes=(note, *move.notes))


def _dropped(before: State, world: World) -> str | None:
    say = figure_words(world)
    match before.cursor:
        case Noting(about, score) | Justifying(about, score):
            return say("score.dropped", score=say_figure(score), quarter=str(about.quarter))
        case Departing() | Leaving() | Replacing() | LeaveGiven():
            return world.say("leave.dropped")
        case Restating() | Restated():
            return world.say("status.dropped")
        case Commenting():
            return world.say("supervise.comment_dropped")
        case GivingReason(_, period):
            month = say_period(period, world.say.locale)
            return world.say("supervise.reason_dropped", month=month)
        case Declining(_, period):
            month = say_period(period, world.say.locale)
            return world.say("supervise.refusal_dropped", month=month)
        case ReviewingResult(about) if _is_sent(about, world):
            return None
        case Measuring() | Suspecting() | Describing() | ReviewingResult():
            return say("result.dropped")
        case _:
            return None


def _is_sent(about: Measurement, world: World) -> bool:
    """Tell whether a result on screen is no other than the one that was sent."""
    gauge = find_gauge(world, about.place)
    return gauge is not None and (gauge.result, gauge.narrative) == (about.result, about.narrative)
