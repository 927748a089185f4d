"""What stands on screen at the questions about figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from handlers.dialogue.figure_cursors import (
    AboutFigures,
    ChoosingGauge,
    Describing,
    Justifying,
    Measured,
    Measurement,
    Measuring,
    Noting,
    ReviewingResult,
    Scoring,
    Suspecting,
)
from handlers.dialogue.gauges import (
    before_of,
    figure_words,
    find_gauge,
    known_gauge,
    say_measured,
    say_quarter,
)
from handlers.dialogue.paging import on_page
from handlers.dialogue.walking import brief_of
from handlers.dialogue.world import World
from handlers.messages import Card, Row
from handlers.wording import say_figure, say_moment


def figure_text(cursor: AboutFigures, world: World) -> str:
    """Put such a question into words."""
    say = figure_words(world)
    match cursor:
        case ChoosingGauge():
            return "\n".join(_choosing(cursor, world))
        case Measuring(about):
            return "\n".join((*_head(about, world), say("ask.result")))
        case Suspecting(about, result, said, suspects):
            gauge = known_gauge(world, about)
            before = before_of(gauge)
            reasons = " · ".join(
                say(
                    f"suspect.{one}",
                    said=said,
                    result=say_figure(result),
                    target=say_measured(gauge.target, gauge.measure),
                    measure=gauge.measure or say("result.things"),
                    before="" if before is None else say_figure(before),
                )
                for one in suspects
            )
            return say("ask.suspect", reasons=reasons, result=say_figure(result))
        case Describing(about):
            lines = [say("ask.text", skip=say("choice.skip"))]
            if about.narrative:
                lines.append(say("ask.text_again", before=about.narrative))
            return "\n".join(lines)
        case ReviewingResult():
            return say("ask.review_result", send=say("choice.send_result"))
        case Measured():
            return say("result.filed")
        case Scoring():
            return "\n".join(_scoring(cursor, world))
        case Noting(_, score):
            return say("ask.note", score=say_figure(score), none=say("choice.no_note"))
        case Justifying(_, score):
            brief = brief_of(cursor, world)
            earlier = "" if brief is None or brief.score is None else say_figure(brief.score)
            return say("ask.reason", before=earlier, score=say_figure(score))
        case _:
            assert_never(cursor)


def figure_card(cursor: AboutFigures, world: World) -> Card | None:
    """Show a result whole before it is sent, or as a receipt; None at other questions."""
    say = figure_words(world)
    match cursor:
        case ReviewingResult(about):
            return Card(say("card.review"), tuple(_rows(about, world)))
        case Measured(about, number, at):
            head = (
                Row(world.say("card.number"), number),
                Row(world.say("card.time"), say_moment(at, say.locale)),
            )
            return Card(say("card.receipt"), (*head, *_rows(about, world)))
        case _:
            return None


def _rows(about: Measurement, world: World) -> Iterator[Row]:
    say = figure_words(world)
    gauge = find_gauge(world, about.place)
    measure = "" if gauge is None else gauge.measure
    if gauge is not None:
        project = world.project(gauge.project_id)
        if project is not None:
            yield Row(world.say("card.project"), project.name)
        yield Row(say("card.indicator"), gauge.name)
    yield Row(say("card.quarter"), say_quarter(about.quarter, say.locale))
    figure = say("result.no_figure") if about.result is None else say_figure(about.result)
    yield Row(say("card.result"), say_measured(figure, measure))
    if gauge is not None and gauge.target:
        yield Row(say("card.target"), say_measured(gauge.target, gauge.measure))
    yield Row(say("card.text"), about.narrative or world.say("card.none"))


def _choosing(cursor: ChoosingGauge, world: World) -> Iterator[str]:
    say = figure_words(world)
    yield say("ask.gauge")
    for number, place in on_page(cursor.places, cursor.page):
        gauge = find_gauge(world, place)
        if gauge is None:
            continue
        project = world.project(gauge.project_id)
        given = say("result.none_yet") if gauge.result is None else say_figure(gauge.result)
        yield say(
            "ask.gauge_line",
            number=number,
            name=gauge.name,
            project=project.name if project else "",
            quarter=say_quarter(gauge.quarter, say.locale),
            given=given,
        )


def _head(about: Measurement, world: World) -> Iterator[str]:
    """Name the indicator with its unit, its target and the results of earlier quarters."""
    say, gauge = figure_words(world), known_gauge(world, about)
    if project := world.project(gauge.project_id):
        yield world.say("header.project", name=project.name, unit=project.unit)
    yield say("head.indicator", name=gauge.name)
    yield say(
        "head.target",
        measure=gauge.measure or say("result.no_measure"),
        target=gauge.target or say("result.no_target"),
    )
    if gauge.earlier:
        results = " · ".join(
            say("head.earlier_one", number=number, result=say_figure(result))
            for number, result in gauge.earlier
        )
        yield say("head.earlier", results=results)
    yield say("head.quarter", quarter=say_quarter(gauge.quarter, say.locale))


def _scoring(cursor: Scoring, world: World) -> Iterator[str]:
    say, brief = figure_words(world), brief_of(cursor, world)
    yield say_quarter(cursor.quarter, say.locale)
    if brief is None:
        return
    yield brief.text
    if brief.score is not None:
        yield say(
            "score.given",
            score=say_figure(brief.score),
            who=brief.giver or say("score.from_page"),
            note=brief.note or world.say("card.none"),
        )
    yield say("ask.score_again" if brief.score is not None else "ask.score")
