"""Counting the projects of a unit or of the whole city: a handful of queries, however many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Connection

from handlers.imports.evaluations import AS_PRINTED
from handlers.oversight.standing import Bucket, bucket_of
from handlers.summaries.class_counts import classes_of_units
from handlers.summaries.figure_counts import figure_revisions
from handlers.summaries.issues import Kind, State
from handlers.summaries.revision_counts import Days, revisions_of_units, revisions_since
from handlers.summaries.targets import Reached, compare
from handlers.summaries.totals import Counts, Marks, Mean, Revision, Totals, added
from handlers.thai.figures import read_target
from handlers.timeliness.classes import Class
from handlers.timeliness.not_due import NotDue
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.budgets import budgets_then
from storage.periods import Period, months_just_before
from storage.quarter_counts import (
    count_projects,
    count_statuses,
    sum_percents,
)
from storage.quarter_issues import count_issues
from storage.quarter_marks import TargetCount, count_targets, count_unit_targets, sum_scores
from storage.records import ProjectStatus
from storage.summaries import choose_projects
from storage.units import all_units, units_below


def read_totals(
    tx: Connection,
    periods: Sequence[Period],
    unit_code: str | None,
    *,
    today: date,
    continued: bool = True,
) -> Totals:
    """Count the projects of a unit and all below it, None for every unit.

    The months are of one fiscal year and follow one another. `continued` says whether projects of
    the year before that were reported on in them count as well.
    """
    chosen = _choose(tx, periods, unit_code, continued=continued)
    units: dict[str, Counts] = {}
    for one in count_projects(tx, chosen):
        units[one.unit_code] = Counts(one.projects, budget=one.budget, budget_used=one.budget_used)
    if not units:
        return Totals(Counts(), units, Mean())
    days = _days(tx, periods, units)
    locked = {code: min(each.locks_after, today) for code, each in days[periods[-1]].items()}
    for then in budgets_then(tx, chosen, locked):
        units[then.unit_code].budget += then.budget
        units[then.unit_code].budget_used += then.budget_used
    for percents in sum_percents(tx, chosen, periods):
        units[percents.unit_code].start.add(percents.start, percents.projects)
        units[percents.unit_code].first += percents.first
        units[percents.unit_code].end.add(percents.end, percents.projects)
    _count_classes(tx, chosen, units, days, today=today)
    count, total = sum_scores(tx, chosen, periods, without_note=AS_PRINTED)
    return Totals(_added(units), units, Mean(total, count))


def read_marks(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, *, today: date
) -> Marks:
    """Count what else there is to count of the same projects."""
    chosen = _choose(tx, periods, unit_code)
    day = min(periods[-1].last_day, today)
    month = max((one for one in periods if one.first_day <= today), default=periods[0])
    statuses, buckets = Counter[ProjectStatus](), Counter[Bucket]()
    for (status, reported), count in count_statuses(tx, chosen, day=day, month=month).items():
        statuses[status] += count
        buckets[bucket_of(status, reported=reported)] += count
    codes = [unit.code for unit in all_units(tx)]
    days = _days(tx, periods, codes)
    quarter = periods[-1].quarter
    theirs = codes if unit_code is None else units_below(tx, unit_code)
    targets = _compared(count_targets(tx, chosen, quarter))
    figures = figure_revisions(tx, chosen, periods, days)
    locked_targets = Counter(targets)
    locked_targets.subtract(figures.reached)
    return Marks(
        statuses=statuses,
        month=month,
        buckets=buckets,
        issues=_issues(tx, chosen, periods),
        targets=targets,
        locked_targets=locked_targets,
        unit_targets=_compared(count_unit_targets(tx, theirs, quarter)),
        revised=_by_unit(
            revisions_of_units(tx, chosen, periods, days),
            figures.units,
            _budgets(tx, chosen, days[periods[-1]], today=today),
        ),
        revised_before=_revision_before(tx, periods, unit_code, days[periods[-1]]),
    )


def _revision_before(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, last: Mapping[str, Deadlines]
) -> Revision:
    """Add up what was filed of the months before after the lock of these; `last` are its days."""
    before = months_just_before(periods)
    chosen = _choose(tx, before, unit_code)
    figures = figure_revisions(tx, chosen, before, _days(tx, before, last))
    # Their results are not told beside those of these months.
    scores = {code: replace(one, results=0) for code, one in figures.units.items()}
    return added([*revisions_since(tx, chosen, before, last).values(), *scores.values()])


def _budgets(
    tx: Connection, chosen: ColumnElement[bool], last: Mapping[str, Deadlines], *, today: date
) -> dict[str, Revision]:
    days = {code: min(each.locks_after, today) for code, each in last.items()}
    return {
        one.unit_code: Revision(budgets=one.given)
        for one in budgets_then(tx, chosen, days)
        if one.given
    }


def _by_unit(*several: Mapping[str, Revision]) -> dict[str, Revision]:
    units: dict[str, Revision] = {}
    for one in several:
        for code, revision in one.items():
            units[code] = units.get(code, Revision()).plus(revision)
    return units


def _choose(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, *, continued: bool = True
) -> ColumnElement[bool]:
    below = None if unit_code is None else units_below(tx, unit_code)
    return choose_projects(tx, below, periods, continued=continued)


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
                due_on, missing = days[period][code].due_on, counted[Class.MISSING]
                if missing and due_on > today:
                    counts.not_due[period] = NotDue(missing, due_on, due_on)


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


def _added(units: Mapping[str, Counts]) -> Counts:
    whole = Counts()
    for one in units.values():
        whole.add(one)
    return whole
