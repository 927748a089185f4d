"""Answering a question of the report, and being asked back."""

from __future__ import annotations

from dataclasses import replace

from handlers.commands import probable_command
from handlers.dialogue import leaving, measuring, restating, scoring
from handlers.dialogue.answers import TEXT_LIMITS, doubts_of, read_percent_answer, read_words
from handlers.dialogue.beginning import put_down, resume
from handlers.dialogue.errand_cursors import (
    Departing,
    LeaveGiven,
    Leaving,
    Picking,
    Replacing,
    Restated,
    Restating,
)
from handlers.dialogue.figure_cursors import AboutResult, AboutScore
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason
from handlers.dialogue.sending import send
from handlers.dialogue.state import (
    Answer,
    Answering,
    Asked,
    Confirming,
    Doubted,
    Draft,
    Erasing,
    Filed,
    Idle,
    Overtaken,
    Reviewing,
    State,
)
from handlers.dialogue.supervising import answer_supervisor
from handlers.dialogue.world import World
from handlers.thai.reading import Bad, Doubtful
from handlers.thai.words import says_done, says_no, says_yes


def answer(state: State, text: str, world: World) -> Move:
    """Read typed text as the answer to the question on screen."""
    draft = state.draft
    match state.cursor:
        case Answering(asked) if draft is not None:
            return _answer(state, draft, asked, text, world)
        case Confirming(asked) if draft is not None:
            return _answer_doubt(state, draft, asked, text, world)
        case Idle() | Filed():
            return Move(state, (_say_idle(text, world),), again=False)
        case Commenting() | GivingReason() | Declining() as cursor:
            return answer_supervisor(state, cursor, text, world)
        case Picking() as picking:
            return restating.answer_name(state, picking, text, world)
        case Departing():
            return leaving.answer_first_day(state, text, world)
        case Leaving() as cursor:
            return leaving.answer_day(state, cursor, text, world)
        case Replacing() as replacing:
            return leaving.answer_name(state, replacing, text, world)
        case cursor if isinstance(cursor, AboutResult):
            return measuring.answer_result(state, cursor, text, world)
        case cursor if isinstance(cursor, AboutScore):
            return scoring.answer_score(state, cursor, text, world)
        case Restated() as restated if says_yes(text):
            return restating.confirm_status(state, restated, world)
        case LeaveGiven() as given if says_yes(text):
            return leaving.press_leave(state, given, "yes", world)
        case Overtaken() | Erasing() | Restated() | LeaveGiven() if says_no(text):
            return turn_down(state, world)
        case _:
            return Move(state, (world.say("say.choose_a_button"),), missed=True)


def _say_idle(text: str, world: World) -> str:
    if (near := probable_command(text)) is not None:
        return world.say("say.idle_near", said=text, near=near)
    return world.say("say.idle")


def _answer(state: State, draft: Draft, asked: Asked, text: str, world: World) -> Move:
    if asked is Asked.PERCENT:
        return _answer_percent(state, draft, text, world)
    length = len(text) + (len(draft.gathered) if asked is Asked.NARRATIVE else 0)
    if length > TEXT_LIMITS[asked]:
        note = world.say("say.too_long", length=length, limit=TEXT_LIMITS[asked])
        return Move(state, (note,), missed=True)
    if asked is Asked.NARRATIVE:
        if draft.gathered and says_done(text):
            return finish_narrative(state, draft, world)
        joined = f"{draft.gathered}\n{text}" if draft.gathered else text
        by = (*draft.gathered_by, world.event)
        return Move(replace(state, draft=replace(draft, gathered=joined, gathered_by=by)))
    project = world.known(draft.project_id)
    return accept(state, draft, asked, read_words(asked, text, project), world, said=text)


def _answer_percent(state: State, draft: Draft, text: str, world: World) -> Move:
    match read_percent_answer(text, world.known(draft.project_id)):
        case Bad(reason):
            note = world.say(f"bad.{reason}", said=text) + "\n" + world.say("say.help_percent")
            return Move(state, (note,), missed=True)
        case Doubtful(value, doubt):
            doubts = (Doubted(doubt.value),)
            return accept(state, draft, Asked.PERCENT, value, world, said=text, doubts=doubts)
        case good:
            return accept(state, draft, Asked.PERCENT, good.value, world, said=text)


def _answer_doubt(state: State, draft: Draft, asked: Asked, text: str, world: World) -> Move:
    if says_yes(text):
        return confirm(state, draft, world)
    if says_no(text):
        return turn_down(state, world)
    if asked is Asked.PERCENT:
        return _answer_percent(state, draft, text, world)
    return Move(state, (world.say("say.choose_a_button"),), missed=True)


def accept(
    state: State,
    draft: Draft,
    asked: Asked,
    value: Answer,
    world: World,
    *,
    said: str = "",
    doubts: tuple[Doubted, ...] = (),
    by: tuple[int, ...] | None = None,
) -> Move:
    """Take an answer into the draft, or ask back first where there is reason to doubt it.

    `by` are the events in which it came; without them it came in this one.
    """
    by = (world.event,) if by is None else by
    doubts += doubts_of(asked, value, draft, world.known(draft.project_id))
    if doubts:
        doubted = Confirming(asked, value, said, doubts, by, editing=_editing(state))
        return Move(replace(state, cursor=doubted))
    return go_on(state, draft.answered(asked, value, by=by), editing=_editing(state))


def go_on(state: State, draft: Draft, *, editing: bool) -> Move:
    """Go to the first question without an answer; to the review when none is left."""
    return Move(replace(state, cursor=Reviewing() if editing else resume(draft), draft=draft))


def finish_narrative(state: State, draft: Draft, world: World) -> Move:
    if not draft.gathered:
        note = world.say("say.empty_narrative", done=world.say("choice.done"))
        return Move(state, (note,), missed=True)
    return accept(state, draft, Asked.NARRATIVE, draft.gathered, world, by=draft.gathered_by)


def confirm(state: State, draft: Draft, world: World) -> Move:
    """The doubtful answer was meant."""
    match state.cursor:
        case Confirming(asked, value, by=by, editing=editing):
            return go_on(state, draft.answered(asked, value, by=by), editing=editing)
        case Overtaken():
            return send(state, draft, world, knowingly=True)
        case _:
            return Move(state)


def turn_down(state: State, world: World) -> Move:
    """The doubtful answer, or the deed asked about, was not meant."""
    match state.cursor:
        case Confirming(Asked.NARRATIVE, str(narrative), by=by):
            # What is doubted beside a narrative is the 100: the text stays, the percent is asked.
            assert state.draft is not None
            draft = state.draft.answered(Asked.NARRATIVE, narrative, by=by)
            return Move(replace(state, cursor=Answering(Asked.PERCENT), draft=draft))
        case Confirming(asked, editing=editing):
            return Move(replace(state, cursor=Answering(asked, editing=editing)))
        case Overtaken():
            return Move(replace(state, cursor=Reviewing()))
        case Restated(project_id):
            return Move(replace(state, cursor=Restating(project_id)))
        case LeaveGiven(since=since):
            return Move(replace(state, cursor=Leaving(since)))
        case Erasing():
            return put_down(state, world.say("say.kept"))
        case _:
            return Move(state)


def _editing(state: State) -> bool:
    match state.cursor:
        case Answering(editing=editing) | Confirming(editing=editing):
            return editing
        case _:
            return False
