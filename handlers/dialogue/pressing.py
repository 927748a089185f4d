"""What each button does. A button that the question on screen does not offer does nothing."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue import (
    answering,
    anywhere,
    attaching,
    beginning,
    leaving,
    measuring,
    restating,
    scoring,
    supervising,
)
from handlers.dialogue.answers import COMPLETE, last_words
from handlers.dialogue.choices import STEPS, choices, older_choices
from handlers.dialogue.effects import Erase
from handlers.dialogue.errand_cursors import AboutLeave, LeaveGiven, Picking, Restated, Restating
from handlers.dialogue.figure_cursors import AboutResult, AboutScore
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import Locked
from handlers.dialogue.paging import chosen, turn_page
from handlers.dialogue.receipts import still_owed
from handlers.dialogue.sending import send
from handlers.dialogue.state import (
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


def press(state: State, choice: str, world: World) -> Move:
    """Do what the button `choice` of the question on screen does."""
    offered = (*choices(state, world), *older_choices(state, world))
    if choice not in {one.id for one in offered}:
        return anywhere.refuse_stale(state, world)
    match choice, state.cursor:
        case "cancel", _:
            return anywhere.cancel(state, world)
        case "back", _:
            return anywhere.back(state, world)
        case "help", _:
            return anywhere.help_here(state, world)
        case "restore", Idle(Draft() as draft):
            return Move(replace(state, cursor=beginning.resume(draft), draft=draft))
        case "begin", Idle():
            return beginning.begin(replace(state, cursor=Idle()), world)
        case "more", Choosing(projects, page):
            turned = Choosing(projects, turn_page(page, len(projects)))
            return Move(replace(state, cursor=turned))
        case number, Choosing(projects) if number != "indicators":
            return _open(state, world.project(chosen(number, projects)), world)
        case (("revise" | "another"), Reopening(project_id)):
            return _reopen(state, choice, world.project(project_id), world)
        case "continue", Offering(paused):
            return anywhere.go_on_with_draft(state, paused, world)
        case "aside", Offering() if state.draft is not None:
            return beginning.begin_another(state, state.draft, world)
        case "restart", Offering():
            return anywhere.cancel(state, world)
        case "next", Filed():
            return _open(state, still_owed(state.cursor, world)[0], world)
        case "revise", Filed(project_id):
            return _revise(state, world.project(project_id), world)
        case "history", Filed():
            return anywhere.tell_history(state)
        case "finish", Filed() as filed:
            return restating.mark_as_done(state, filed, world)
        case "indicators", Choosing() | Reopening() | Filed():
            return measuring.begin_results(state, world)
        case _, cursor if isinstance(cursor, AboutResult):
            return measuring.press_result(state, cursor, choice, world)
        case _, cursor if isinstance(cursor, AboutScore):
            return scoring.press_score(state, cursor, choice, world)
        case _, Picking() as picking:
            return restating.press_picking(state, picking, choice)
        case _, Restating(project_id):
            return restating.restate(state, project_id, choice, world)
        case "yes", Restated() as restated:
            return restating.confirm_status(state, restated, world)
        case "no", Erasing() | Overtaken() | Confirming() | Restated() | LeaveGiven():
            return answering.turn_down(state, world)
        case "ask_reopening", Locked() as locked:
            return supervising.ask_reopening(state, locked)
        case _, cursor if isinstance(cursor, AboutLeave):
            return leaving.press_leave(state, cursor, choice, world)
        case "yes", Erasing():
            gone = State(ask=state.ask)
            return Move(gone, (world.say("say.erased"),), (Erase(),))
        case _ if state.draft is not None:
            return _press_in_draft(state, state.draft, choice, world)
        case _:
            return anywhere.refuse_stale(state, world)


def _open(state: State, project: Assigned | None, world: World) -> Move:
    if project is None:
        return anywhere.refuse_stale(state, world)
    return Move(beginning.open_project(state, project, world))


def _revise(state: State, project: Assigned | None, world: World) -> Move:
    """Correct the very report of the receipt on screen, whatever came after it."""
    if project is None or project.last is None:
        return Move(state)
    filed = world.filed or project
    return Move(beginning.begin_correction(state, filed, seen=project.last.id))


def _reopen(state: State, choice: str, project: Assigned | None, world: World) -> Move:
    if project is None or project.last is None:
        return anywhere.refuse_stale(state, world)
    if choice == "revise":
        return Move(beginning.begin_correction(state, project))
    return Move(beginning.begin_new(state, project, world))


def _press_in_draft(state: State, draft: Draft, choice: str, world: World) -> Move:
    match choice, state.cursor:
        case "ask_reopening", _:
            return supervising.ask_reopening_of_draft(state, draft, world)
        case "send", Reviewing():
            return send(state, draft, world)
        case "edit.evidence", Reviewing():
            return Move(replace(state, cursor=Detaching(draft.evidence)))
        case _, Detaching(shown):
            return attaching.detach(state, draft, shown, choice, world)
        case _, Reviewing():
            asked = Asked(choice.removeprefix("edit."))
            return Move(replace(state, cursor=Answering(asked, editing=True)))
        case "yes", Confirming() | Overtaken():
            return answering.confirm(state, draft, world)
        case "keep", Answering(asked):
            by = draft.given.get(asked, ())
            return answering.accept(state, draft, asked, draft.answers[asked], world, by=by)
        case "append", Answering(Asked.NARRATIVE):
            before = draft.words(Asked.NARRATIVE) or ""
            by = draft.given.get(Asked.NARRATIVE, ())
            return Move(replace(state, draft=replace(draft, gathered=before, gathered_by=by)))
        case "done", Answering(Asked.NARRATIVE):
            return answering.finish_narrative(state, draft, world)
        case "none", Answering(asked):
            return answering.accept(state, draft, asked, None, world)
        case _, Answering(asked):
            return _press_value(state, draft, asked, choice, world)
        case _:
            return anywhere.refuse_stale(state, world)


def _press_value(state: State, draft: Draft, asked: Asked, choice: str, world: World) -> Move:
    project = world.project(draft.project_id)
    if project is None or project.last is None:
        return anywhere.refuse_stale(state, world)
    if asked is not Asked.PERCENT:
        return answering.accept(state, draft, asked, last_words(asked, project), world)
    last = project.last.content.percent
    value = COMPLETE if choice == "full" else last + STEPS.get(choice, 0)
    return answering.accept(state, draft, asked, value, world)
