"""Drafts that are put aside, and drafts of months that were locked before they were sent.

Nothing of them is lost. A draft is kept while another project is reported, and offered with the
next report; so is a cancelled one, unless it was thrown away by its button. One of a locked month
is shown as what cannot be sent, and once a supervisor was asked to open its month it is kept, in
nobody's way, until the month takes reports again.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.state import Draft, Idle, State
from handlers.dialogue.world import World


def is_locked(draft: Draft, world: World) -> bool:
    """Tell whether the month of a draft takes no report, as far as the months were read."""
    project = world.project(draft.project_id)
    return project is not None and draft.period in project.locked


def keep(state: State, draft: Draft) -> State:
    """Put the draft at hand aside, so that something else can be reported."""
    return replace(state, cursor=Idle(), draft=None, kept=(*state.kept, draft))


def keep_cancelled(state: State) -> State:
    """Put a draft that was just cancelled among those kept, if anything was given into it.

    It is the first to be offered. It can be brought back as well, until something else begins.
    """
    match state.cursor:
        case Idle(Draft() as undo) if undo.has_words:
            return replace(state, kept=(undo, *state.kept))
        case _:
            return state


def take_up(state: State, world: World, project_id: int | None = None) -> State:
    """Bring back a kept draft whose month takes reports again, or only one of this project.

    A draft at hand comes first: then nothing is brought back.
    """
    mine = [one.id for one in world.projects if project_id in {None, one.id}]
    for at, draft in enumerate(state.kept):
        if state.draft is None and draft.project_id in mine and not is_locked(draft, world):
            left = (*state.kept[:at], *state.kept[at + 1 :])
            return replace(state, draft=draft, kept=left)
    return state
