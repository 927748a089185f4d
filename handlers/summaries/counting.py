"""Counting the projects of a unit or of the whole city: a handful of queries, however many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection

from handlers.imports.evaluations import AS_PRINTED
from handlers.summaries.class_counts import classes_of_units
from handlers.summaries.issues import Kind, State
from handlers.summaries.targets import Reached, compare
from handlers.summaries.totals import Counts, Marks, Mean, Revision, Totals
from handlers.thai.figures import read_target
from handlers.timeliness.classes import Class
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.periods import BANGKOK, Period
from storage.quarter_counts import (
    count_projects,
    count_statuses,
    sum_percents,
)
from storage.quarter_issues import count_issues
from storage.quarter_marks import TargetCount, count_targets, count_unit_targets, sum_scores
from storage.quarter_revisions import sum_revisions
from storage.summaries import choose_projects
from storage.units import all_units, units_below

Days = Mapping[Period, Mapping[str, Deadlines]]
"""The days of each month in each unit, by its code."""


def read_totals(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, *, today: date
) -> Totals:
    """Count the projects of a unit and all below it, None for every unit.

    The months are of one fiscal year and follow one another.
    """
    chosen = _choose(tx, periods, unit_code)
    units: dict[str, Counts] = {}
    for one in count_projects(tx, chosen):
        units[one.unit_code] = Counts(one.projects, budget=one.budget, budget_used=one.budget_used)
    if not units:
        return Totals(Counts(), units, Mean())
    for percents in sum_percents(tx, chosen, periods):
        units[percents.unit_code].start.add(percents.start, percents.projects)
        units[percents.unit_code].end.add(percents.end, percents.projects)
    _count_classes(tx, chosen, units, _days(tx, periods, units), today=today)
    count, total = sum_scores(tx, chosen, periods, without_note=AS_PRINTED)
    return Totals(_added(units), units, Mean(total, count))


def read_marks(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, *, today: date
) -> Marks:
    """Count what else there is to count of the same projects."""
    chosen = _choose(tx, periods, unit_code)
    statuses = count_statuses(tx, chosen, day=min(periods[-1].last_day, today))
    codes = [unit.code for unit in all_units(tx)]
    quarter = periods[-1].quarter
    theirs = codes if unit_code is None else units_below(tx, unit_code)
    return Marks(
        statuses=Counter(statuses),
        issues=_issues(tx, chosen, periods),
        targets=_compared(count_targets(tx, chosen, quarter.number)),
        unit_targets=_compared(count_unit_targets(tx, theirs, quarter.fiscal_year, quarter.number)),
        revised={
            one.unit_code: Revision(one.entries, one.projects, one.percent)
            for one in sum_revisions(tx, chosen, periods, _locks(_days(tx, periods, codes)))
        },
    )


def _choose(
    tx: Connection, periods: Sequence[Period], unit_code: str | None
) -> ColumnElement[bool]:
    below = None if unit_code is None else units_below(tx, unit_code)
    return choose_projects(tx, below, periods)


def _days(tx: Connection, periods: Sequence[Period], units: Collection[str]) -> Days:
    policies = policies_of_units(tx, periods[0].fiscal_year)
    return {
        period: {code: deadlines_of(policies[code], period) for code in units} for period in periods
    }


def _count_classes(
    tx: Connection,
    chosen: ColumnElement[bool],
    units: Mapping[str, Counts],
    days: Days,
    *,
    today: date,
) -> None:
    classes = classes_of_units(tx, chosen, days, today=today)
    for period in days:
        if period.first_day <= today:
            for code, counts in units.items():
                counted = classes[code, period]
                counted[Class.NOT_OWED] = counts.projects - counted.total()
                counts.months[period] = counted


def _issues(
    tx: Connection, chosen: ColumnElement[bool], periods: Sequence[Period]
) -> Counter[tuple[Kind, State]]:
    issues: Counter[tuple[Kind, State]] = Counter()
    found = count_issues(tx, chosen, periods)
    for kind, counted in ((Kind.PROBLEM, found.problems), (Kind.OBSTACLE, found.obstacles)):
        issues[kind, State.NEW] = counted.new
        issues[kind, State.OPEN] = counted.open
        issues[kind, State.SOLVED] = counted.solved
    return issues


def _compared(counted: Iterable[TargetCount]) -> Counter[Reached]:
    targets: Counter[Reached] = Counter()
    for one in counted:
        targets[compare(one.result, read_target(one.target, one.measure))] += one.indicators
    return targets


def _locks(days: Days) -> dict[tuple[str, Period], datetime]:
    """Give the first moment after each lock."""
    return {
        (code, period): datetime.combine(
            each.locks_after + timedelta(days=1), time(), tzinfo=BANGKOK
        )
        for period, of_units in days.items()
        for code, each in of_units.items()
    }


def _added(units: Mapping[str, Counts]) -> Counts:
    whole = Counts()
    for one in units.values():
        whole.add(one)
    return whole
