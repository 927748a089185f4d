"""The facts about figures: indicators whose results are taken, and the quarter to be scored."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from handlers.commands import Name
from handlers.dialogue.figure_cursors import AboutResult, AboutScore, ReviewingResult
from handlers.dialogue.gauges import open_quarters
from handlers.dialogue.happenings import Happening
from handlers.dialogue.hearing import command_heard
from handlers.dialogue.scoring import SCORE
from handlers.dialogue.standing import ASK
from handlers.dialogue.state import SENDABLE, Choosing, Filed, Reopening, State
from handlers.dialogue.walking import scoring_of
from handlers.dialogue.world import World
from handlers.errands.rounds import Asked, read_round
from handlers.messages import Press, Text
from handlers.thai.text import clean
from storage.filing import hold_project
from storage.gauges import gauges_of

_OFFERING = (Choosing, Reopening, Filed, *SENDABLE)
"""The questions that may offer indicators, and those that lead to such a one."""


def with_figure_facts(tx: Connection, world: World, state: State, event: Happening) -> World:
    """Add what the questions about figures, and what begins them, may depend on."""
    if _is_about_results(state, event):
        if isinstance(state.cursor, ReviewingResult):
            # Somebody else may be sending a result of the same project: one after the other.
            hold_project(tx, state.cursor.about.project_id)
        wanted = [
            (project.id, quarter)
            for project in world.projects
            for quarter in open_quarters(project, world)
        ]
        if wanted:
            world = replace(world, gauges=gauges_of(tx, wanted))
    asked = _asked(state, event)
    return world if asked is None else replace(world, round=read_round(tx, world, state, asked))


def _is_about_results(state: State, event: Happening) -> bool:
    if isinstance(state.cursor, (*_OFFERING, AboutResult)):
        return True
    match event:
        case Press(ask, "indicators"):
            return ask == ASK
        case Press(ask, choice):
            return ask == ASK and choice.startswith("open.")
        case Text(text):
            command = command_heard(clean(text), state.cursor)
            return command is not None and command.name in {Name.REPORT, Name.INDICATOR}
        case _:
            return False


def _asked(state: State, event: Happening) -> Asked | None:
    """Give which quarter is to be scored: the one asked for now, or the one on screen."""
    match event:
        case Press(ask, choice) if ask == ASK and choice.startswith(SCORE):
            quarter, _, project_id = choice.removeprefix(SCORE).partition(".")
            return Asked(quarter, project_id=project_id or None)
        case Text(text) if (
            command := command_heard(clean(text), state.cursor)
        ) and command.name is Name.SCORE:
            return Asked(command.words)
    if isinstance(state.cursor, AboutScore):
        return Asked(str(scoring_of(state.cursor).quarter))
    return None
