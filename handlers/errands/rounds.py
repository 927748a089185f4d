"""The quarter that an evaluator scores, read as far as one turn shows it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection

from handlers.access import Right, units_granted
from handlers.dialogue.figure_cursors import AboutScore, Scoring
from handlers.dialogue.paging import PAGE
from handlers.dialogue.rounds import Brief, NoRound, Round, Rounds
from handlers.dialogue.state import State
from handlers.dialogue.walking import scoring_of
from handlers.dialogue.world import World
from handlers.errands.round_quarters import Quarters, go_on, read_words
from handlers.imports.evaluations import AS_PRINTED
from handlers.oversight.shortening import ELLIPSIS
from handlers.summaries.project_text import tell_project
from handlers.summaries.reading import read_projects
from handlers.summaries.report import previous_quarter
from handlers.texts import phrases
from storage import walks
from storage.filing import hold_project
from storage.periods import Quarter, period_of
from storage.summaries import choose_projects, fiscal_years
from storage.units import units_below

_NUMBER = re.compile("[0-9]{1,9}")  # a database holds no longer one
LONGEST_LINE = 300
"""Letters of a line of a project in short; the joined entries of a quarter may be many more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to score: `words` are a quarter, a project, both or nothing."""

    words: str
    project_id: str | None = None


def read_round(
    tx: Connection, world: World, state: State, asked: Asked
) -> Round | Rounds | NoRound | None:
    """Read the quarter that is asked for; None for whoever may score nothing."""
    units = units_granted(world.person.grants, Right.SCORE)
    if not units:
        return None
    below = frozenset(code for unit in units for code in units_below(tx, unit))
    there = Quarters(tx, below, period_of(world.today).quarter, fiscal_years(tx, below))
    quarter: Quarter | Rounds | NoRound | None
    quarter, words = read_words(there, state.walk, asked.words)
    others: tuple[Quarter, ...] = ()
    if quarter is None:
        quarter, others = go_on(there, state.walk)
    if not isinstance(quarter, Quarter):
        return quarter
    chosen = choose_projects(tx, below, quarter.periods)
    if not walks.has_any(tx, chosen):
        return there.instead("not_there", str(quarter), quarter)
    found: tuple[int, ...] | None = None
    if asked.project_id is not None:
        is_number = _NUMBER.fullmatch(asked.project_id) is not None
        found = (int(asked.project_id),) if is_number else ()
    elif words:
        found = tuple(walks.find_chosen(tx, chosen, words, most=PAGE))
    scoring = scoring_of(state.cursor) if isinstance(state.cursor, AboutScore) else None
    if scoring is not None and not isinstance(state.cursor, Scoring):
        hold_project(tx, scoring.project_id)  # another evaluator may be scoring it
    following = resume = None
    if scoring is not None and scoring.quarter == quarter:
        following = _next(tx, chosen, quarter, after=scoring.project_id)
    walk = state.walk
    if walk is not None and walk.quarter == quarter:
        resume = _next(tx, chosen, quarter, after=walk.project_id, included=True)
    if resume is None:
        resume = _next(tx, chosen, quarter, after=None)
    shown = {following, resume, *(found or ())}
    if scoring is not None:
        shown |= {scoring.project_id, scoring.after}
    among = walks.chosen_among(tx, chosen, {one for one in shown if one is not None})
    return Round(
        quarter,
        briefs=_briefs(tx, world, among, quarter),
        left=walks.count_unscored(tx, chosen, quarter, as_printed=AS_PRINTED),
        next=following,
        resume=resume,
        found=None if found is None else tuple(one for one in found if one in among),
        others=others,
    )


def _next(
    tx: Connection,
    chosen: ColumnElement[bool],
    quarter: Quarter,
    *,
    after: int | None,
    included: bool = False,
) -> int | None:
    return walks.next_unscored(
        tx, chosen, quarter, as_printed=AS_PRINTED, after=after, included=included
    )


def _briefs(
    tx: Connection, world: World, project_ids: Collection[int], quarter: Quarter
) -> dict[int, Brief]:
    say = phrases("summary", world.say.locale)
    stands = walks.stands_of(tx, project_ids, quarter)
    today = world.today
    before = previous_quarter(quarter)
    # A new fiscal year starts over, so that nothing can be compared.
    same_year = before.fiscal_year == quarter.fiscal_year
    then = {
        one.recorded.id: one
        for one in read_projects(tx, project_ids if same_year else (), before.periods, today=today)
    }
    briefs = {}
    for one in read_projects(tx, sorted(project_ids), quarter.periods, today=today):
        number = one.recorded.id
        lines = tell_project(one, then.get(number), say)
        stand = stands.get(number)
        scored = stand is not None and stand.note != AS_PRINTED
        briefs[number] = Brief(
            name=one.recorded.name,
            text="\n".join(_short(line.strip()) for line in lines),
            score=stand.score if stand and scored else None,
            note=stand.note if stand and scored else "",
            revision=stand.revision if stand else 0,
            giver=stand.giver if stand else None,
        )
    return briefs


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE].rstrip() + ELLIPSIS
