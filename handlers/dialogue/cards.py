"""The cards of the conversation: the report to be sent, and its receipt."""

from __future__ import annotations

from handlers.dialogue.evidence import say_evidence
from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.figure_screens import figure_card
from handlers.dialogue.state import Draft, Filed, Reviewing, State
from handlers.dialogue.world import World
from handlers.messages import Card, Row
from handlers.wording import say_moment, say_percent, say_period


def card_of(state: State, world: World) -> Card | None:
    """Give the card of the question on screen; most have none."""
    match state.cursor:
        case Reviewing() if state.draft is not None:
            return review_card(state.draft, world)
        case Filed() as filed:
            return receipt_card(filed, world)
        case cursor if isinstance(cursor, AboutFigures):
            return figure_card(cursor, world)
        case _:
            return None


def review_card(draft: Draft, world: World) -> Card:
    """Show everything that would be filed, and the percent beside the last one."""
    say = world.say
    project = world.known(draft.project_id)
    content = draft.content
    after = say_percent(content.percent)
    if project.last_percent is None:
        change = say("card.first", after=after)
    else:
        change = say("card.change", before=say_percent(project.last_percent), after=after)
    return Card(
        title=say("card.review"),
        rows=(
            Row(say("card.project"), project.name),
            Row(say("card.unit"), project.unit),
            Row(say("card.month"), say_period(draft.period, say.locale)),
            Row(say("card.percent"), change),
            Row(say("card.narrative"), content.narrative),
            Row(say("card.problems"), content.problems or say("card.none")),
            Row(say("card.obstacles"), content.obstacles or say("card.none")),
            *_evidence(draft.evidence, world),
        ),
        percent=content.percent,
    )


def receipt_card(filed: Filed, world: World) -> Card:
    """Show the number and the time under which a report was received."""
    say = world.say
    project = world.project(filed.project_id)
    return Card(
        title=say("card.receipt"),
        rows=(
            Row(say("card.number"), filed.number),
            Row(say("card.time"), say_moment(filed.at, say.locale)),
            *((Row(say("card.project"), project.name),) if project else ()),
            Row(say("card.month"), say_period(filed.period, say.locale)),
            Row(say("card.percent"), say_percent(filed.percent)),
            *_evidence(filed.evidence, world),
        ),
        percent=filed.percent,
    )


def _evidence(ids: tuple[int, ...], world: World) -> tuple[Row, ...]:
    told = say_evidence([world.evidence[one] for one in ids if one in world.evidence], world.say)
    return (Row(world.say("card.evidence"), told),) if told else ()
