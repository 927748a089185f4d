"""Beginning a report: choosing a project, offering a draft that waits, opening a correction."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.kept_drafts import keep, take_up
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import Locked
from handlers.dialogue.state import (
    Answering,
    Asked,
    Choosing,
    Confirming,
    Draft,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.world import Assigned, World
from storage.periods import Period


def begin(state: State, world: World) -> Move:
    """Start a report: offer the waiting draft, go straight into a single project, or choose."""
    state = take_up(state, world)
    if state.draft is not None:
        return Move(offer(state, state.draft))
    if not world.projects:
        return Move(replace(state, cursor=Idle()), (world.say("say.no_projects"),))
    listed = world.owed or world.projects
    if len(listed) == 1:
        return Move(open_project(state, listed[0], world))
    return Move(choose_project(state, world))


def begin_another(state: State, draft: Draft, world: World) -> Move:
    """Put a draft aside, and report on another project."""
    kept = keep(state, draft)
    others = [one for one in world.owed or world.projects if one.id != draft.project_id]
    others = others or [one for one in world.projects if one.id != draft.project_id]
    note = world.say("say.aside", project=world.known(draft.project_id).name)
    if len(others) == 1:
        return Move(open_project(kept, others[0], world), (note,))
    listed = Choosing(tuple(one.id for one in others))
    return Move(replace(kept, cursor=listed), (note,))


def choose_project(state: State, world: World) -> State:
    """List what is owed; where nothing is, every project that can be corrected or added to."""
    listed = world.owed or world.projects
    return replace(state, cursor=Choosing(tuple(project.id for project in listed)))


def offer(state: State, draft: Draft) -> State:
    """Ask whether to go on with a draft, where it stopped."""
    match state.cursor:
        case Answering() | Confirming() | Reviewing() | Overtaken() as paused:
            return replace(state, cursor=Offering(paused))
        case Offering():
            return state
        case _:
            return replace(state, cursor=Offering(resume(draft)))


def open_project(state: State, project: Assigned, world: World) -> State:
    """Begin a report of `project`, or ask what is meant where the month has one already.

    A draft of it that was kept and can be sent now is offered first.
    """
    taken = take_up(state, world, project.id)
    if taken.draft is not None:
        return offer(taken, taken.draft)
    month = project.wanted(world.period)
    reported = project.reported(month) if month == world.period else _is_last(project, month)
    if reported and month not in project.locked:
        return replace(state, cursor=Reopening(project.id))
    return begin_new(state, project, world)


def _is_last(project: Assigned, month: Period) -> bool:
    return project.last is not None and project.last.period == month


def begin_new(state: State, project: Assigned, world: World) -> State:
    """Begin another report of the month that wants one, every question still to be asked."""
    month = project.wanted(world.period)
    if month in project.locked:
        return replace(state, cursor=Locked(project.id, month))
    seen = project.last.id if project.last else None
    draft = Draft(project.id, month, seen=seen)
    return replace(state, cursor=Answering(Asked.PERCENT), draft=draft)


def begin_correction(state: State, project: Assigned, *, seen: int | None = None) -> State:
    """Begin the next revision of a project's `last` report, all its answers filled in.

    `seen` is the newest report of the project where `last` is none such.
    """
    last = project.last
    assert last is not None
    if last.period in project.locked:
        return replace(state, cursor=Locked(project.id, last.period))
    content = last.content
    draft = Draft(
        project.id,
        last.period,
        entry=last.entry,
        revision=last.revision,
        seen=last.id if seen is None else seen,
        evidence=tuple(one.id for one in project.evidence),
        answers={
            Asked.PERCENT: content.percent,
            Asked.NARRATIVE: content.narrative,
            Asked.PROBLEMS: content.problems,
            Asked.OBSTACLES: content.obstacles,
        },
    )
    return replace(state, cursor=Reviewing(), draft=draft)


def resume(draft: Draft) -> Answering | Reviewing:
    """Find the question at which a draft goes on."""
    asked = draft.next_question
    return Reviewing() if asked is None else Answering(asked)


def put_down(state: State, *notes: str) -> Move:
    """End what stands beside reporting; a draft goes on where it stopped."""
    cursor = resume(state.draft) if state.draft else Idle()
    return Move(replace(state, cursor=cursor), notes)
