"""Looking up how projects stand: one's own, and those of the units that one looks after."""

from __future__ import annotations

from handlers.access import Right, units_granted
from handlers.dialogue.effects import Look
from handlers.dialogue.move import Move
from handlers.dialogue.state import State
from handlers.dialogue.supervising import show as show_digest
from handlers.dialogue.world import World
from handlers.oversight.parts import Part
from handlers.status.questions import ReadQuarter, projects_asked
from handlers.texts import phrases
from storage.project_months import Wanted


def show(state: State, wanted: Wanted, words: str, world: World) -> Move:
    """Show the person's projects and those of their units, or what words mean among them."""
    if not world.projects and not units_granted(world.person.grants, Right.SEE_DIGEST):
        return Move(state, (world.say("say.no_projects"),), again=False)
    return Move(state, effects=(Look(projects_asked(wanted, words)),), again=False)


def show_late(state: State, words: str, world: World) -> Move:
    """Show who has not reported to whoever can remind them, else what is missing."""
    if not words and units_granted(world.person.grants, Right.REMIND):
        return show_digest(state, Part.MISSING)
    return show(state, Wanted.LATE, words, world)


def show_quarter(state: State, words: str) -> Move:
    """Show the summary of a quarter."""
    return Move(state, effects=(Look(ReadQuarter(words)),), again=False)


def send_to_group(state: State, world: World) -> Move:
    """Say that groups are bound in the group itself."""
    say = phrases("status", world.say.locale)
    return Move(state, (say("bind.in_private"),), again=False)
