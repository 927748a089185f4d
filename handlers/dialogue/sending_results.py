"""Sending the result of an indicator, and going back to the question before."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.figure_cursors import (
    AboutResult,
    ChoosingGauge,
    Describing,
    Measured,
    Measurement,
    Measuring,
    ReviewingResult,
    Suspecting,
)
from handlers.dialogue.figure_effects import FileResult
from handlers.dialogue.gauges import figure_words, known_gauge, listed_places
from handlers.dialogue.move import Move
from handlers.dialogue.state import State
from handlers.dialogue.world import World, receipt_number
from handlers.wording import say_figure


def send_result(state: State, about: Measurement, world: World) -> Move:
    """File the result and show its receipt, unless somebody gave one in the meantime."""
    say = figure_words(world)
    gauge = known_gauge(world, about)
    assert about.result is not None
    assert about.narrative is not None
    if gauge.revision != about.seen:
        result = say("result.no_figure") if gauge.result is None else say_figure(gauge.result)
        who = gauge.giver or world.say("last.somebody")
        seen = ReviewingResult(replace(about, seen=gauge.revision))
        note = say("result.overtaken", who=who, result=result)
        return Move(replace(state, cursor=seen), (note,))
    if (gauge.result, gauge.narrative) == (about.result, about.narrative):
        return Move(state, (say("result.unchanged"),), missed=True)
    number = receipt_number(about.quarter.periods[-1], world.event)
    return Move(
        replace(state, cursor=Measured(about, number, world.now)),
        effects=(FileResult(about),),
    )


def back_from_result(state: State, cursor: AboutResult, world: World) -> Move | None:
    """Go to the question before; None where there is none."""
    match cursor:
        case Measuring(about) | Describing(about) if about.is_complete:
            return Move(replace(state, cursor=ReviewingResult(about)))
        case Measuring() if len(world.gauges) > 1:
            return Move(replace(state, cursor=ChoosingGauge(listed_places(world))))
        case Suspecting(about) | Describing(about):
            return Move(replace(state, cursor=Measuring(about)))
        case ReviewingResult(about):
            return Move(replace(state, cursor=Describing(about)))
        case _:
            return None
