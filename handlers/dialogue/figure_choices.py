"""The buttons of the questions about figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from handlers.dialogue.figure_cursors import (
    AboutFigures,
    AboutScore,
    ChoosingGauge,
    Describing,
    Justifying,
    Measured,
    Measuring,
    Noting,
    ReviewingResult,
    Scoring,
    Suspecting,
)
from handlers.dialogue.gauges import before_of, due_gauges, figure_words, find_gauge, target_of
from handlers.dialogue.paging import number_choices
from handlers.dialogue.scoring import SCORE, SCORES, back_from_score
from handlers.dialogue.sending_results import back_from_result
from handlers.dialogue.state import State
from handlers.dialogue.walking import brief_of
from handlers.dialogue.world import World
from handlers.messages import Choice, Tone
from handlers.texts import Phrases
from handlers.wording import say_figure


def figure_choices(cursor: AboutFigures, world: World) -> tuple[Choice, ...]:
    """Give the buttons of such a question, in the order in which they are numbered."""
    if isinstance(cursor, AboutScore):
        return (*_of_score(cursor, world), *_ways_out(cursor, world))
    return (*_of_result(cursor, world), *_ways_out(cursor, world))


def due_choice(world: World) -> tuple[Choice, ...]:
    """Give the button that leads to the indicators without a result, where there are any."""
    due = due_gauges(world)
    if not due:
        return ()
    return (Choice("indicators", figure_words(world)("choice.due", count=len(due))),)


def _of_result(
    cursor: ChoosingGauge | Measuring | Suspecting | Describing | ReviewingResult | Measured,
    world: World,
) -> Iterator[Choice]:
    say = figure_words(world)
    match cursor:
        case ChoosingGauge(places, page):
            gauges = [find_gauge(world, place) for place in places]
            names = [one.name if one else "" for one in gauges]
            yield from number_choices(names, page, world.say, more=say("choice.more_gauges"))
        case Measuring(about):
            gauge = find_gauge(world, about.place)
            if about.result is not None:
                figure = say_figure(about.result)
                yield Choice("keep", say("choice.keep_figure", figure=figure))
            if gauge and (before := before_of(gauge)) is not None:
                yield Choice("same", say("choice.same_figure", figure=say_figure(before)))
            if gauge and (target := target_of(gauge)) is not None:
                yield Choice("target", say("choice.target", figure=say_figure(target)))
        case Suspecting():
            yield _plain("yes", world.say)
            yield _plain("no", world.say)
        case Describing(about):
            if about.narrative:
                yield _plain("keep", world.say)
            yield _plain("skip", say)
        case ReviewingResult():
            yield Choice("send", say("choice.send_result"), Tone.PRIMARY)
            yield Choice("edit.result", say("choice.edit_result"))
            yield Choice("edit.text", say("choice.edit_text"))
        case Measured(about):
            if due := due_gauges(world, besides=about.place):
                yield Choice("next", say("choice.next_gauge", count=len(due)), Tone.PRIMARY)
            if find_gauge(world, about.place):
                yield Choice("revise", say("choice.revise_result"))
        case _:
            assert_never(cursor)


def _of_score(cursor: AboutScore, world: World) -> Iterator[Choice]:
    say = figure_words(world)
    match cursor:
        case Scoring(correcting=correcting, after=after):
            for score in SCORES:
                yield Choice(f"{SCORE}{score}", score)
            if not correcting:
                yield _plain("skip", say)
            if after is not None:
                yield Choice("revise", say("choice.revise_score"))
        case Noting():
            brief = brief_of(cursor, world)
            if brief is not None and brief.note and brief.score is not None:
                yield _plain("keep", world.say)
            yield Choice("none", say("choice.no_note"))
        case Justifying():
            pass
        case _:
            assert_never(cursor)


def _ways_out(cursor: AboutFigures, world: World) -> Iterator[Choice]:
    say = figure_words(world)
    match cursor:
        case Measured():
            yield Choice("cancel", say("choice.close"))
        case Scoring():
            yield Choice("cancel", say("choice.stop"))
        case ReviewingResult() | ChoosingGauge():
            yield _plain("cancel", world.say)
        case _:
            if leads_back(cursor, world):
                yield _plain("back", world.say)
            yield _plain("cancel", world.say)


def leads_back(cursor: AboutFigures, world: World) -> bool:
    """Tell whether there is a question before the one on screen to go back to."""
    if isinstance(cursor, AboutScore):
        return back_from_score(State(cursor=cursor), cursor, world) is not None
    return back_from_result(State(cursor=cursor), cursor, world) is not None


def _plain(key: str, say: Phrases) -> Choice:
    return Choice(key, say(f"choice.{key}"))
