"""Reporting the result of an indicator: which one, the number, a short text, and sending it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from handlers.dialogue.beginning import put_down
from handlers.dialogue.figure_cursors import (
    AboutResult,
    ChoosingGauge,
    Describing,
    Measured,
    Measurement,
    Measuring,
    ReviewingResult,
    Suspect,
    Suspecting,
)
from handlers.dialogue.gauges import (
    Place,
    before_of,
    due_gauges,
    figure_words,
    find_gauge,
    known_gauge,
    listed_places,
    suspects_of,
    target_of,
)
from handlers.dialogue.move import Move
from handlers.dialogue.paging import chosen, turn_page
from handlers.dialogue.sending_results import send_result
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.thai.figures import read_figure
from handlers.thai.reading import Bad, Doubtful
from handlers.thai.text import comparable
from handlers.thai.words import is_none, says_no, says_same, says_yes
from handlers.wording import say_figure
from storage.records import Gauge

MOST_LETTERS = 2_000


def begin_results(state: State, world: World, *, besides: Place | None = None) -> Move:
    """List the indicators whose results are taken today, those without a result first.

    Where just one is wanted it is asked for at once.
    """
    due = due_gauges(world, besides=besides)
    if len(due) == 1:
        return open_gauge(state, due[0])
    listed = due or world.gauges
    if not listed:
        return Move(state, (figure_words(world)("result.none"),), again=False)
    if len(listed) == 1:
        return open_gauge(state, listed[0])
    return Move(replace(state, cursor=ChoosingGauge(listed_places(world, besides=besides))))


def open_gauge(state: State, gauge: Gauge) -> Move:
    """Ask for a result; one that is given already is shown whole, to be corrected."""
    about = Measurement(gauge.indicator_id, gauge.project_id, gauge.quarter, seen=gauge.revision)
    if gauge.result is None:
        return Move(replace(state, cursor=Measuring(about)))
    given = replace(about, result=gauge.result, narrative=gauge.narrative)
    return Move(replace(state, cursor=ReviewingResult(given)))


def lost_result(state: State, world: World) -> Move | None:
    """Put a question down that is about an indicator whose result is taken no more."""
    say = figure_words(world)
    match state.cursor:
        case ChoosingGauge(places) if any(find_gauge(world, one) is None for one in places):
            return put_down(state, say("result.list_changed"))
        case Measuring(about) | Describing(about) | ReviewingResult(about) | Suspecting(about):
            if find_gauge(world, about.place) is None:
                typed = "" if about.result is None else say_figure(about.result)
                return put_down(state, say("result.closed", typed=typed or say("result.no_figure")))
    return None


def answer_result(state: State, cursor: AboutResult, text: str, world: World) -> Move:
    """Read typed text as the answer to one of these questions."""
    match cursor:
        case ChoosingGauge(places):
            return _answer_name(state, places, text, world)
        case Suspecting(about, result) if says_yes(text):
            return _take(state, about, result)
        case Suspecting(about) if says_no(text):
            return Move(replace(state, cursor=Measuring(about)))
        case Measuring(about) | Suspecting(about):
            return _answer_figure(state, about, text, world)
        case Describing(about):
            return _answer_text(state, about, text, world)
        case _:
            return Move(state, (world.say("say.choose_a_button"),), missed=True)


def _answer_name(state: State, places: tuple[Place, ...], text: str, world: World) -> Move:
    """Find the indicator that was named, by a part of a name that only one of them bears."""
    gauges = [one for one in world.gauges if (one.indicator_id, one.quarter) in places]
    named = [one for one in gauges if comparable(text) in comparable(one.name)]
    if len(named) != 1:
        return Move(state, (world.say("say.choose_a_button"),), missed=True)
    return open_gauge(state, named[0])


def _answer_figure(state: State, about: Measurement, text: str, world: World) -> Move:
    gauge = known_gauge(world, about)
    before = before_of(gauge)
    if before is not None and says_same(text):
        return _accept(state, about, before, world)
    match read_figure(text, measure=gauge.measure):
        case Bad(reason):
            say = figure_words(world)
            note = say(f"bad.{reason}", said=text) + "\n" + say("help.result")
            return Move(state, (note,), missed=True)
        case Doubtful(value, doubt):
            return _accept(state, about, value, world, said=text, why=(Suspect(doubt.value),))
        case good:
            return _accept(state, about, good.value, world, said=text)


def _accept(
    state: State,
    about: Measurement,
    result: Decimal,
    world: World,
    *,
    said: str = "",
    why: tuple[Suspect, ...] = (),
) -> Move:
    """Take a result, or ask back first where there is reason to doubt it."""
    why = (*why, *suspects_of(result, known_gauge(world, about)))
    if why:
        return Move(replace(state, cursor=Suspecting(about, result, said, why)))
    return _take(state, about, result)


def _take(state: State, about: Measurement, result: Decimal) -> Move:
    about = replace(about, result=result)
    cursor = ReviewingResult(about) if about.is_complete else Describing(about)
    return Move(replace(state, cursor=cursor))


def _answer_text(state: State, about: Measurement, text: str, world: World) -> Move:
    if len(text) > MOST_LETTERS:
        note = figure_words(world)("result.too_long", length=len(text), limit=MOST_LETTERS)
        return Move(state, (note,), missed=True)
    return _describe(state, about, "" if is_none(text) else text)


def _describe(state: State, about: Measurement, narrative: str) -> Move:
    return Move(replace(state, cursor=ReviewingResult(replace(about, narrative=narrative))))


def press_result(state: State, cursor: AboutResult, choice: str, world: World) -> Move:
    """Do what a button of these questions does."""
    match choice, cursor:
        case "more", ChoosingGauge(places, page):
            turned = replace(cursor, page=turn_page(page, len(places)))
            return Move(replace(state, cursor=turned))
        case number, ChoosingGauge(places):
            gauge = find_gauge(world, chosen(number, places))
            return Move(state) if gauge is None else open_gauge(state, gauge)
        case "keep", Measuring(about) if about.result is not None:
            return _take(state, about, about.result)
        case ("target" | "same") as quick, Measuring(about):
            gauge = known_gauge(world, about)
            value = target_of(gauge) if quick == "target" else before_of(gauge)
            return Move(state) if value is None else _accept(state, about, value, world)
        case "yes", Suspecting(about, result):
            return _take(state, about, result)
        case "no", Suspecting(about):
            return Move(replace(state, cursor=Measuring(about)))
        case "skip", Describing(about):
            return _describe(state, about, "")
        case "keep", Describing(about):
            return _describe(state, about, about.narrative or "")
        case "edit.result", ReviewingResult(about):
            return Move(replace(state, cursor=Measuring(about)))
        case "edit.text", ReviewingResult(about):
            return Move(replace(state, cursor=Describing(about)))
        case "send", ReviewingResult(about):
            return send_result(state, about, world)
        case "next", Measured(about):
            return begin_results(state, world, besides=about.place)
        case "revise", Measured(about):
            return open_gauge(state, known_gauge(world, about))
        case _:
            return put_down(state)
