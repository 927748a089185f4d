"""Which quarters an evaluator may mean, and which of them want scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from handlers.dialogue.figure_cursors import Walk
from handlers.dialogue.rounds import NoRound, Rounds
from handlers.imports.evaluations import AS_PRINTED
from handlers.oversight.shortening import shorten
from handlers.summaries.asking import (
    NoQuarter,
    NotBegun,
    NothingThere,
    find_quarter,
    nearest_quarter,
)
from handlers.summaries.report import previous_quarter
from handlers.thai.figures import speaks_of_quarter
from handlers.thai.quarters import split_quarter
from storage import walks
from storage.periods import Quarter
from storage.summaries import choose_projects, fiscal_years

NEWEST = 3
"""Quarters that are offered besides the oldest: as many buttons as are read at a glance."""


@dataclass(frozen=True, slots=True)
class Quarters:
    """The units that somebody scores, the present quarter, and the fiscal years of projects."""

    tx: Connection
    units: frozenset[str]
    present: Quarter
    years: tuple[int, ...]

    @property
    def latest(self) -> Quarter:
        return previous_quarter(self.present)

    def nearest(self, wanted: Quarter) -> Quarter | None:
        """Give the nearest quarter that is over and has projects of theirs."""
        over = [year for year in self.years if year <= self.latest.fiscal_year]
        return nearest_quarter(wanted, self.latest, over) if over else None

    def instead(self, why: str, said: str, wanted: Quarter) -> NoRound:
        """Say why a quarter cannot be scored, and which can, or which will be first."""
        coming = min((year for year in self.years if year >= self.present.fiscal_year), default=0)
        first = max(Quarter(coming, 1), self.present) if coming else None
        return NoRound(why, said, self.nearest(wanted), first)

    def by_default(self, walk: Walk | None) -> Quarter | NoRound:
        """Give the quarter where somebody stopped, or the latest that is over."""
        default = walk.quarter if walk else self.nearest(self.latest)
        return default or self.instead("not_there", str(self.latest), self.latest)

    def unscored(self, walk: Walk | None) -> tuple[Quarter, ...]:
        """Give the quarters that are over and want scores, the newest first."""
        found = walks.unscored_quarters(self.tx, self.units, as_printed=AS_PRINTED)
        quarters = {one for one in found if one < self.present}
        # Here projects of the year before that go on are looked at as well.
        likely = {self.nearest(self.latest), walk.quarter if walk else None}
        quarters |= {one for one in likely if one and self.count(one)}
        return tuple(sorted(quarters, reverse=True))

    def count(self, quarter: Quarter) -> int:
        """Count the projects that want a score of a quarter."""
        chosen = choose_projects(self.tx, self.units, quarter.periods)
        return walks.count_unscored(self.tx, chosen, quarter, as_printed=AS_PRINTED)


def go_on(
    there: Quarters, walk: Walk | None
) -> tuple[Quarter | Rounds | NoRound, tuple[Quarter, ...]]:
    """Give the quarter that is meant where none is named, and others that want scores as well.

    It is the one where somebody stopped; where they stopped in none, several are to choose from.
    """
    unscored = there.unscored(walk)
    if walk is not None and walk.quarter in unscored:
        quarter: Quarter | NoRound = walk.quarter
    elif len(unscored) > 1:
        return Rounds({one: there.count(one) for one in ends_of(unscored)}, len(unscored)), ()
    else:
        quarter = unscored[0] if unscored else there.by_default(walk)
    return quarter, tuple(one for one in ends_of(unscored) if one != quarter)


def ends_of(quarters: Sequence[Quarter]) -> tuple[Quarter, ...]:
    """Give the newest of quarters that are in order, and the oldest."""
    return (*quarters[:NEWEST], *quarters[NEWEST:][-1:])


def read_words(
    there: Quarters, walk: Walk | None, said: str
) -> tuple[Quarter | NoRound | None, str]:
    """Tell the quarter from the words for a project; None and no words where nothing is named.

    With words alone the quarter by default is meant.
    """
    text, words = split_quarter(said, there.present)
    if text is None and speaks_of_quarter(said):
        text, words = said, ""
    if text is None:
        words = said.strip()
        return (there.by_default(walk) if words else None), words
    match find_quarter(text, there.present, fiscal_years(there.tx)):
        case NoQuarter(near):
            return there.instead("not_read", shorten(said), near), words
        case NotBegun():
            return there.instead("not_over", text, there.latest), words
        case NothingThere():
            return there.instead("not_there", text, Quarter.parse(text)), words
        case quarter if quarter == there.present:
            return there.instead("not_over", str(quarter), there.latest), words
        case quarter:
            return quarter, words
