"""What a reminder lists and has no button for: the list of `/report`, from there on."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue import beginning
from handlers.dialogue.move import Move
from handlers.dialogue.state import Choosing, State
from handlers.dialogue.world import World
from handlers.messages import Choice
from handlers.texts import phrases
from storage.periods import Period

OTHERS = "others"


def others_choice(locale: str, last_month: Period, last_project: int) -> Choice:
    """Give the button for what comes behind a project, in the order of months and numbers.

    It names that project and not a place in a list, which gets shorter with every report.
    """
    label = phrases("reminders", locale)("others")
    return Choice(f"{OTHERS}.{last_month}.{last_project}", label)


def list_others(state: State, month: Period, project_id: int, world: World) -> Move:
    """List what is owed, first what stands behind a project; a draft is offered before that."""
    if state.draft is not None:
        return Move(beginning.offer(state, state.draft))
    if not world.owed:
        return beginning.begin(state, world)
    places = sorted((one.wanted(world.period), one.id) for one in world.owed)
    behind = [place for place in places if place > (month, project_id)]
    before = [place for place in places if place <= (month, project_id)]
    listed = tuple(number for _month, number in (*behind, *before))
    return Move(replace(state, cursor=Choosing(listed)))
