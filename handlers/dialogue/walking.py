"""Filing a score, and going on with the walk through the quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.dialogue.beginning import put_down
from handlers.dialogue.figure_cursors import AboutScore, Scoring, Walk
from handlers.dialogue.figure_effects import FileScore
from handlers.dialogue.gauges import figure_words
from handlers.dialogue.move import Move
from handlers.dialogue.rounds import Brief, Round
from handlers.dialogue.state import State
from handlers.dialogue.world import World, receipt_number
from handlers.wording import say_figure


@dataclass(frozen=True, slots=True)
class Given:
    """A score with its note; `reason` is why an earlier one is corrected."""

    score: Decimal
    note: str
    reason: str = ""


def show_next(
    state: State, among: Round, project_id: int, *notes: str, after: int | None = None
) -> Move:
    seen = among.briefs[project_id].revision
    cursor = Scoring(project_id, among.quarter, seen=seen, after=after)
    return Move(replace(state, cursor=cursor, walk=Walk(among.quarter, project_id)), notes)


def correct_score(state: State, among: Round, project_id: int) -> Move:
    """Ask for the score of one project; afterwards the walk goes on where it stopped."""
    seen = among.briefs[project_id].revision
    scoring = Scoring(project_id, among.quarter, seen=seen, correcting=True)
    return Move(replace(state, cursor=scoring))


def brief_of(cursor: AboutScore, world: World) -> Brief | None:
    """Give the project that a question is about; None where it may not be scored any more."""
    about = scoring_of(cursor)
    match world.round:
        case Round(about.quarter, briefs):
            return briefs.get(about.project_id)
        case _:
            return None


def scoring_of(cursor: AboutScore) -> Scoring:
    return cursor if isinstance(cursor, Scoring) else cursor.about


def file_score(state: State, about: Scoring, given: Given, world: World) -> Move:
    """File a score and show the next project, unless somebody scored in the meantime."""
    say, among, brief = figure_words(world), world.round, brief_of(about, world)
    if brief is None or not isinstance(among, Round):
        return put_down(state, say("score.lost"))
    if brief.revision != about.seen:
        who = brief.giver or world.say("last.somebody")
        stands = say("result.no_figure") if brief.score is None else say_figure(brief.score)
        shown = replace(about, seen=brief.revision, correcting=True)
        return Move(replace(state, cursor=shown), (say("score.overtaken", who=who, score=stands),))
    filed = FileScore(about, given.score, given.note, given.reason)
    told = say(
        "score.filed",
        name=brief.name,
        score=say_figure(given.score),
        number=receipt_number(about.quarter.periods[-1], world.event),
    )
    left = among.left - (brief.score is None)
    moved = go_on_walking(state, among, left, world, told=told, filed=about)
    return replace(moved, effects=(filed, *moved.effects))


def go_on_walking(
    state: State,
    among: Round,
    left: int,
    world: World,
    *,
    told: str = "",
    filed: Scoring | None = None,
) -> Move:
    """Show the next project of the walk, or end it where there is none."""
    notes = tuple(_said(told, left, world))
    after = filed.project_id if filed else None
    if filed and filed.correcting:
        # Back to where the walk was, unless there is none.
        walk = state.walk
        following = among.resume if walk and walk.quarter == among.quarter else None
        if following is None or following == after:
            return put_down(state, *notes)
        return show_next(state, among, following, *notes)
    if among.next is None:
        key = "score.end_skipped" if left else "score.end"
        note = figure_words(world)(key, count=left)
        return put_down(replace(state, walk=None), *filter(None, (told,)), note)
    return show_next(state, among, among.next, *notes, after=after)


def _said(told: str, left: int, world: World) -> Iterator[str]:
    if told:
        yield told
    if left:
        yield figure_words(world)("score.left", count=left)
