"""Standing buttons, as reminders have them: of no question, and so never out of date.

Their question's number is 0, which no question of a conversation has. Pressing one twice changes
nothing more than pressing it once.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue import (
    anywhere,
    beginning,
    handing,
    measuring,
    others,
    page_links,
    scoring,
    supervising,
)
from handlers.dialogue.effects import Look, Snooze
from handlers.dialogue.figure_cursors import is_unsent
from handlers.dialogue.kept_drafts import is_locked, take_up
from handlers.dialogue.move import Move
from handlers.dialogue.snoozing import WISHES
from handlers.dialogue.state import (
    Answering,
    Asked,
    Confirming,
    Draft,
    Filed,
    Offering,
    Overtaken,
    Reviewing,
    State,
)
from handlers.dialogue.world import World
from handlers.status.questions import question_pressed
from storage.periods import Period

ASK = 0


def press_standing(state: State, choice: str, world: World) -> Move:
    """Do what a standing button does; one of no known kind does nothing."""
    match choice.split("."):
        case ["open", number] if number.isdigit():
            return _open(state, int(number), world)
        case [others.OTHERS, month, number]:
            return _list_others(state, month, number, world)
        case ["continue"]:
            return _go_on(state, world)
        case ["indicators"]:
            return measuring.begin_results(state, world)
        case ["score", _] | ["score", _, _]:
            return scoring.begin_scores(state, world)
        case ["snooze", wish] if wish in WISHES:
            return Move(state, effects=(Snooze(wish),), again=False)
        case ["paper" | "export", *_]:
            return handing.press_standing(state, choice, world)
        case _:
            if question := question_pressed(choice):
                return Move(state, effects=(Look(question, pressed=True),), again=False)
            about_pages = page_links.press_page(state, choice)
            return about_pages or supervising.press_standing(state, choice, world)


def _open(state: State, project_id: int, world: World) -> Move:
    """Go straight into the report of a project; the draft of another is offered first."""
    project = world.project(project_id)
    if project is None:
        return Move(state, (world.say("standing.not_yours"),), again=_asks(state))
    state = take_up(state, world, project_id)
    draft = state.draft
    if draft is None:
        return Move(beginning.open_project(state, project, world))
    if draft.project_id != project_id:
        return Move(beginning.offer(state, draft))
    return _resume(state, draft, world)


def _list_others(state: State, month: str, number: str, world: World) -> Move:
    try:
        return others.list_others(state, Period.parse(month), int(number), world)
    except ValueError:  # no month, no number
        return anywhere.refuse_stale(state, world)


def _go_on(state: State, world: World) -> Move:
    """Go on with what was left unfinished and is offered again."""
    if is_unsent(state.cursor):
        return Move(state)
    state = take_up(state, world)
    if state.draft is None:
        return Move(state, (world.say("standing.no_draft"),), again=_asks(state))
    return _resume(state, state.draft, world)


def _resume(state: State, draft: Draft, world: World) -> Move:
    """Go on where the draft stopped, naming its project: days may lie between.

    Where its month was locked meanwhile, that is said first.
    """
    if is_locked(draft, world):
        return Move(beginning.offer(state, draft))
    match state.cursor:
        case Offering(paused) | (
            (Answering() | Confirming() | Reviewing() | Overtaken()) as paused
        ):
            resumed = anywhere.go_on_with_draft(state, paused, world)
        case _:
            resumed = anywhere.go_on_with_draft(state, beginning.resume(draft), world)
    match resumed.state.cursor:
        case Answering(Asked.PERCENT) | Reviewing():  # they name it themselves
            return resumed
    project = world.known(draft.project_id)
    head = world.say("header.project", name=project.name, unit=project.unit)
    return replace(resumed, notes=(head, *resumed.notes))


def _asks(state: State) -> bool:
    return not isinstance(state.cursor, Filed)
