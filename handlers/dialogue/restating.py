"""Saying how a project stands: which one, how, and whether that is meant."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.beginning import put_down
from handlers.dialogue.effects import SetStatus
from handlers.dialogue.errand_cursors import Picking, Restated, Restating
from handlers.dialogue.move import Move
from handlers.dialogue.paging import chosen, turn_page
from handlers.dialogue.state import Filed, State
from handlers.dialogue.world import Assigned, World
from handlers.thai.text import comparable
from handlers.timeliness.classes import RUNNING
from storage.records import ProjectStatus

STATUS = "status."

MOST = 40
"""So many projects of the units below are listed at once; others are found by their names."""


def pick(state: State, words: str, world: World) -> Move:
    """List the projects whose status the person may change, those with `words` in their names."""
    found = [one for one in world.managed.values() if _bears(one, comparable(words))]
    if len(found) == 1:
        return Move(replace(state, cursor=Restating(found[0].id)))
    if found:
        return Move(replace(state, cursor=Picking(tuple(one.id for one in found))))
    note = world.say("status.none_found" if words else "status.none", words=words)
    return Move(state, (note,), again=not isinstance(state.cursor, Filed))


def _bears(project: Assigned, words: str) -> bool:
    return words in comparable(project.name) or words in project.code


def answer_name(state: State, cursor: Picking, text: str, world: World) -> Move:
    """Find the project of the list that was named, by a part of its name or code."""
    named = [one for one in cursor.projects if _bears(world.managed[one], comparable(text))]
    if len(named) != 1:
        return Move(state, (world.say("say.choose_a_button"),), missed=True)
    return Move(replace(state, cursor=Restating(named[0])))


def press_picking(state: State, cursor: Picking, choice: str) -> Move:
    """Do what a button of the list does."""
    if choice == "more":
        turned = turn_page(cursor.page, len(cursor.projects))
        return Move(replace(state, cursor=replace(cursor, page=turned)))
    return Move(replace(state, cursor=Restating(chosen(choice, cursor.projects))))


def restate(state: State, project_id: int, choice: str, world: World) -> Move:
    """Take the status that was chosen, and ask whether it is meant; the present one needs none."""
    status = ProjectStatus(choice.removeprefix(STATUS))
    project = world.managed[project_id]
    if project.status is status:
        return put_down(state, world.say("status.same", status=world.say(f"status.{status}")))
    return Move(replace(state, cursor=Restated(project_id, status)))


def confirm_status(state: State, restated: Restated, world: World) -> Move:
    """Set the status; whoever set it meanwhile to the same changed nothing that matters."""
    return replace(
        put_down(state, say_set(restated.project_id, restated.status, world)),
        effects=(SetStatus(restated.project_id, restated.status),),
    )


def mark_as_done(state: State, filed: Filed, world: World) -> Move:
    """Let a project whose report says 100 be done; the receipt stays on screen."""
    note = say_set(filed.project_id, ProjectStatus.DONE, world)
    return Move(state, (note,), (SetStatus(filed.project_id, ProjectStatus.DONE),), again=False)


def say_set(project_id: int, status: ProjectStatus, world: World) -> str:
    """Tell that a project stands so now, and what that means for its reports."""
    say = world.say
    told = say("status.set", name=world.managed[project_id].name, status=say(f"status.{status}"))
    return told + "\n" + say("status.owes" if status in RUNNING else "status.owes_nothing")
