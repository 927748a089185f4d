"""Counting the results and scores that were given or corrected after the lock, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection

from handlers.summaries.figure_marks import FigureMark, figure_marks, locks_of_quarters
from handlers.summaries.revision_counts import Days, moment_after
from handlers.summaries.targets import Reached, compare
from handlers.summaries.totals import Revision
from storage.figure_logs import figure_logs, revised_figures
from storage.periods import Period


@dataclass(frozen=True, slots=True)
class FigureRevisions:
    """By unit, and by how much the indicators of the last quarter grew in each kind."""

    units: dict[str, Revision] = field(default_factory=dict)
    reached: Counter[Reached] = field(default_factory=Counter)


def figure_revisions(
    tx: Connection, chosen: ColumnElement[bool], periods: Sequence[Period], days: Days
) -> FigureRevisions:
    """Count them; `days` are those of the months in all units.

    Only projects in which anything may have been corrected are read: they are few.
    """
    counted = FigureRevisions()
    since = min(each.locks_after for of_units in days.values() for each in of_units.values())
    projects = revised_figures(tx, chosen, periods, moment_after(since))
    last = periods[-1].quarter.number
    for number, logs in figure_logs(tx, tuple(projects), periods).items():
        code = projects[number]
        locks = locks_of_quarters([days[period][code] for period in periods])
        marks = figure_marks(logs, locks)
        before = counted.units.get(code, Revision())
        counted.units[code] = before.plus(_added(marks))
        for mark in marks:
            if mark.indicator is not None and mark.quarter == last:
                counted.reached[compare(mark.figure, mark.target)] += 1
                counted.reached[compare(mark.stood, mark.target)] -= 1
    return counted


def _added(marks: Iterable[FigureMark]) -> Revision:
    whole = Revision()
    for mark in marks:
        if mark.indicator is not None:
            whole = whole.plus(Revision(results=1))
            continue
        zero = Decimal(0)
        whole = whole.plus(
            Revision(
                scores=1,
                score=(mark.figure or zero) - (mark.stood or zero),
                scored=(mark.figure is not None) - (mark.stood is not None),
            )
        )
    return whole
