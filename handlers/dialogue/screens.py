"""What stands on screen at each question: a pure view of the state and the facts."""

from __future__ import annotations

from typing import assert_never

from handlers.dialogue.answers import last_words
from handlers.dialogue.cards import card_of
from handlers.dialogue.choices import choices
from handlers.dialogue.draft_screens import offer_text, review_text
from handlers.dialogue.errand_screens import errand_text
from handlers.dialogue.paging import on_page
from handlers.dialogue.receipts import say_periods, say_received
from handlers.dialogue.state import (
    Answer,
    Answering,
    Asked,
    Choosing,
    Confirming,
    Detaching,
    Draft,
    Erasing,
    Filed,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.world import Assigned, World
from handlers.messages import Outgoing
from handlers.wording import say_day, say_percent, say_period


def screen(state: State, world: World) -> Outgoing | None:
    """Put the question on screen into words and buttons; None while nothing is asked."""
    text = _text(state, world)
    if text is None:
        return None
    return Outgoing(
        text=text,
        card=card_of(state, world),
        ask=state.ask,
        choices=choices(state, world),
    )


def _text(state: State, world: World) -> str | None:
    say = world.say
    match state.cursor:
        case Idle(None):
            return None
        case Idle():
            return say("say.cancelled", restore=say("choice.restore"), begin=say("choice.begin"))
        case Choosing():
            return _choosing(state.cursor, world)
        case Reopening(project_id):
            project = world.known(project_id)
            month = say_period(project.last.period if project.last else world.period, say.locale)
            head = say("header.project", name=project.name, unit=project.unit)
            return head + "\n" + say("ask.reopen", month=month, **_last(project, world))
        case Answering(asked):
            return _question(asked, _draft(state), world)
        case Confirming():
            return _doubt(state.cursor, _draft(state), world)
        case Reviewing():
            return review_text(_draft(state), world)
        case Detaching():
            return say("ask.detach")
        case Overtaken():
            project = world.known(_draft(state).project_id)
            who = (project.last and project.last.reporter) or say("last.somebody")
            return say("ask.overtaken", who=who, **_last(project, world))
        case Offering():
            return offer_text(_draft(state), world)
        case Filed():
            return say_received(state.cursor, world)
        case Erasing():
            return say("ask.erase")
        case errand:
            return errand_text(errand, world)


def _draft(state: State) -> Draft:
    if state.draft is None:
        raise ValueError(f"{state.cursor} without a draft")
    return state.draft


def _last(project: Assigned, world: World) -> dict[str, str]:
    assert project.last is not None
    return {
        "percent": say_percent(project.last.content.percent),
        "date": say_day(project.last.reported_on, world.say.locale),
    }


def _choosing(cursor: Choosing, world: World) -> str:
    say = world.say
    wanted = {project.wanted(world.period) for project in world.owed}
    month = say_periods(wanted or {world.period}, world)
    lines = [say(_which(world), month=month, count=len(cursor.projects))]
    for number, project_id in on_page(cursor.projects, cursor.page):
        project = world.known(project_id)
        lines.append(
            say(
                "ask.project_line",
                number=number,
                name=project.name,
                unit=project.unit,
                last=say_last(project, world),
            )
        )
    return "\n".join(lines)


def _which(world: World) -> str:
    """Name the question: of what was never wanted it is not said that all of it came."""
    if world.owed:
        return "ask.project"
    reported = any(project.reported(world.period) for project in world.projects)
    return "ask.project_done" if reported else "ask.project_none"


def say_last(project: Assigned, world: World) -> str:
    """Tell the newest percent of a project, or that it was never reported."""
    if project.last is None:
        return world.say("last.never")
    return world.say("last.percent", percent=say_percent(project.last.content.percent))


def _question(asked: Asked, draft: Draft, world: World) -> str:
    say = world.say
    project = world.known(draft.project_id)
    month = say_period(draft.period, say.locale)
    match asked:
        case Asked.PERCENT:
            lines = [say("header.project", name=project.name, unit=project.unit)]
            if project.last is None:
                lines.append(say("ask.percent_first", month=month))
            else:
                lines.append(say("ask.percent", month=month, **_last(project, world)))
            if project.fiscal_year < draft.period.fiscal_year:
                years = {"year": project.fiscal_year, "now": draft.period.fiscal_year}
                lines.append(say("ask.percent_year_over", cancel=say("choice.cancel"), **years))
            if draft.percent is not None:
                lines.append(say("ask.percent_again", before=say_percent(draft.percent)))
            return "\n".join(lines)
        case Asked.NARRATIVE:
            done = say("choice.done")
            if draft.gathered:
                return say("ask.narrative_more", length=len(draft.gathered), done=done)
            if asked in draft.answers:
                return say("ask.narrative_again", before=draft.words(asked))
            if draft.period != world.period:
                return say("ask.narrative_of", month=month, done=done)
            return say("ask.narrative", done=done)
        case Asked.PROBLEMS | Asked.OBSTACLES:
            if asked in draft.answers:
                before = say_words(draft.words(asked), world)
                return say(f"ask.{asked}_again", before=before)
            text = say(f"ask.{asked}", none=say("choice.none"))
            last = last_words(asked, project)
            return text if last is None else text + "\n" + say("ask.last_time", text=last)
        case _:
            assert_never(asked)


def say_words(words: str | None, world: World) -> str:
    return world.say("card.none") if words is None else words


def say_answer(answer: Answer, world: World) -> str:
    if answer is None or isinstance(answer, str):
        return say_words(answer, world)
    return say_percent(answer)


def _doubt(cursor: Confirming, draft: Draft, world: World) -> str:
    say = world.say
    project = world.known(draft.project_id)
    last = "" if project.last_percent is None else say_percent(project.last_percent)
    doubts = " · ".join(
        say(f"doubt.{doubt}", last=last, said=cursor.said) for doubt in cursor.doubts
    )
    if cursor.asked is Asked.NARRATIVE:
        return say("doubt.use_text", doubts=doubts)
    return say("doubt.use", doubts=doubts, answer=say_answer(cursor.answer, world))
