"""Questions of errands that make no sense any more, since what they are about has changed."""

from __future__ import annotations

from handlers.commands import Name
from handlers.dialogue.beginning import put_down
from handlers.dialogue.errand_cursors import Picking, Restated, Restating
from handlers.dialogue.happenings import Happening
from handlers.dialogue.hearing import command_heard
from handlers.dialogue.leaving import lost_leave
from handlers.dialogue.measuring import lost_result
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import Locked
from handlers.dialogue.scoring import lost_score
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.messages import Press, Text
from handlers.thai.text import clean
from handlers.wording import say_period

ABOUT_A_QUESTION = frozenset({Name.CANCEL, Name.BACK, Name.HELP})


def lost_errand(state: State, world: World) -> Move | None:
    """Put the question of an errand down where it is about what is no longer so."""
    match state.cursor:
        case Picking(projects) if not world.managed.keys() >= set(projects):
            return put_down(state, world.say("status.list_changed"))
        case Restating(project_id) | Restated(project_id) if project_id not in world.managed:
            return put_down(state, world.say("status.list_changed"))
        case Locked(project_id) if world.project(project_id) is None:
            return put_down(state, world.say("say.list_changed"))
        case Locked(_, period) as locked if _is_open_by_now(locked, world):
            month = say_period(period, world.say.locale)
            return put_down(state, world.say("supervise.open_by_now", month=month))
        case _:
            return lost_leave(state, world) or lost_result(state, world) or lost_score(state, world)


def answers_question(state: State, event: Happening) -> bool:
    """Tell whether an event is about the question on screen: then it must not meet another."""
    match event:
        case Press(ask):
            return ask == state.ask
        case Text(text):
            command = command_heard(clean(text), state.cursor)
            return command is None or command.name in ABOUT_A_QUESTION
        case _:
            return False


def _is_open_by_now(question: Locked, world: World) -> bool:
    project, period = world.known(question.project_id), question.period
    # Of other months the world does not say whether they are locked.
    looked_at = {world.period, world.period.previous}
    if project.last is not None:
        looked_at.add(project.last.period)
    return period in project.late or (period in looked_at and period not in project.locked)
