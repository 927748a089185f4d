"""What was recorded of projects in some months of one fiscal year, for any number of projects.

Each part is one query for all of them and reads those months alone, so that neither past years
nor the number of projects adds queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)

from storage.indicators import indicators_of_projects
from storage.periods import Period, Quarter, fiscal_months
from storage.recorded import Budget, BudgetChange, Recorded, StatusChange
from storage.records import Evaluation, ProjectStatus, Report
from storage.reports import COLUMNS, report_of
from storage.tables import budget_change, evaluation, person, project, report, status_change

T = TypeVar("T")
NEWEST = report.alias("newest")


def choose_projects(
    tx: Connection,
    unit_codes: Collection[str] | None,
    periods: Sequence[Period],
    *,
    continued: bool = True,
) -> ColumnElement[bool]:
    """Say which projects some months of a fiscal year are about, for any query of projects.

    They are the projects of that year and, if wanted, those of the year before that were reported
    on in these months. Units that are None are all units.
    """
    fiscal_year = periods[0].fiscal_year
    reported = exists().where(report.c.project_id == project.c.id, _within(periods))
    last_year = select(project.c.id).where(project.c.fiscal_year == fiscal_year - 1, reported)
    chosen: ColumnElement[bool] = project.c.fiscal_year == fiscal_year
    theirs = true() if unit_codes is None else project.c.unit_code.in_(unit_codes)
    # They are few and asked for once: looking again in every query would cost as much as it.
    if continued and (others := tx.scalars(last_year.where(theirs)).all()):
        chosen = or_(chosen, project.c.id.in_(others))
    return chosen if unit_codes is None else and_(chosen, theirs)


def projects_in(
    tx: Connection, unit_codes: Collection[str] | None, periods: Sequence[Period]
) -> tuple[int, ...]:
    """Give the numbers of the projects that some months of a fiscal year are about, by code."""
    chosen = choose_projects(tx, unit_codes, periods)
    return tuple(tx.scalars(select(project.c.id).where(chosen).order_by(project.c.code)))


def fiscal_years(tx: Connection, unit_codes: Collection[str] | None = None) -> tuple[int, ...]:
    """Give the Buddhist fiscal years that there are projects of, or projects of some units."""
    if unit_codes is not None:
        theirs = project.c.unit_code.in_(unit_codes)
        years_of_units = select(project.c.fiscal_year).distinct().where(theirs)
        return tuple(tx.scalars(years_of_units.order_by(project.c.fiscal_year)))
    # From each year to the next one in the index: DISTINCT would read an entry for every project.
    years = select(func.min(project.c.fiscal_year).label("year")).cte("years", recursive=True)
    following = select(func.min(project.c.fiscal_year)).where(project.c.fiscal_year > years.c.year)
    years = years.union_all(
        select(following.correlate(years).scalar_subquery()).where(years.c.year.is_not(None))
    )
    return tuple(tx.scalars(select(years.c.year).where(years.c.year.is_not(None))))


def recorded_of(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> tuple[Recorded, ...]:
    """Give what was recorded of each project in months of one fiscal year, in the order given."""
    rows = {row.id: row for row in tx.execute(select(project).where(project.c.id.in_(project_ids)))}
    entries = _entries(tx, project_ids, periods)
    before = _before(tx, project_ids, periods)
    changes = _changes(tx, project_ids)
    budgets = _budget_changes(tx, project_ids)
    indicators, year = indicators_of_projects(tx, project_ids), periods[0].fiscal_year
    evaluations = _evaluations(tx, project_ids, periods)
    return tuple(
        Recorded(
            id=number,
            code=row.code,
            name=row.name,
            unit_code=row.unit_code,
            fiscal_year=row.fiscal_year,
            responsible=row.responsible,
            status=ProjectStatus(row.status),
            changes=tuple(changes[number]),
            budget=Budget(row.budget, row.budget_used),
            budget_changes=budgets.get(number, ()),
            before=before.get(number),
            entries=entries.get(number, ()),
            # Those of another year are held against that year's targets.
            indicators=indicators[number] if row.fiscal_year == year else (),
            evaluations=tuple(evaluations[number]),
        )
        for number in project_ids
        if (row := rows.get(number))
    )


def of_newest(
    wanted: ColumnElement[T], since: Period, until: Period, *only: ColumnElement[bool]
) -> ScalarSelect[T]:
    """Give something of a project's newest report of some months, both included.

    It is a column for queries that select from `project`; `wanted` and what `only` says are of
    `NEWEST`.
    """
    return (
        select(wanted)
        .where(NEWEST.c.project_id == project.c.id, NEWEST.c.period.between(since, until), *only)
        # The unique index read backwards: one step for each project.
        .order_by(NEWEST.c.period.desc(), NEWEST.c.entry.desc(), NEWEST.c.revision.desc())
        .limit(1)
        .correlate(project)
        .scalar_subquery()
    )


def months_before(periods: Sequence[Period]) -> tuple[Period, Period] | None:
    """Give the first and the last month of the same fiscal year before these; none for October."""
    first = fiscal_months(periods[0].fiscal_year)[0]
    return None if periods[0] == first else (first, periods[0].previous)


def _within(periods: Sequence[Period]) -> ColumnElement[bool]:
    return report.c.period.between(periods[0], periods[-1])


def _reports() -> Select[Any]:
    return select(*COLUMNS).join(person, person.c.id == report.c.reporter_id, isouter=True)


def _entries(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> dict[int, tuple[tuple[Report, ...], ...]]:
    place = (report.c.project_id, report.c.period, report.c.entry, report.c.revision)
    wanted = _reports().where(report.c.project_id.in_(project_ids), _within(periods))
    reports = map(report_of, tx.execute(wanted.order_by(*place)))
    return {
        number: tuple(
            tuple(revisions)
            for _, revisions in groupby(theirs, lambda one: (one.period, one.entry))
        )
        for number, theirs in groupby(reports, lambda one: one.project_id)
    }


def _before(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> dict[int, Report]:
    months = months_before(periods)
    if months is None:
        return {}
    newest = select(of_newest(NEWEST.c.id, *months)).where(project.c.id.in_(project_ids))
    rows = tx.execute(_reports().where(report.c.id.in_(tx.scalars(newest).all())))
    return {one.project_id: one for one in map(report_of, rows)}


def _changes(tx: Connection, project_ids: Sequence[int]) -> defaultdict[int, list[StatusChange]]:
    found: defaultdict[int, list[StatusChange]] = defaultdict(list)
    rows = tx.execute(
        select(status_change)
        .where(status_change.c.project_id.in_(project_ids))
        .order_by(status_change.c.project_id, status_change.c.since, status_change.c.id)
    )
    for row in rows:
        change = StatusChange(ProjectStatus(row.before), ProjectStatus(row.status), row.since)
        found[row.project_id].append(change)
    return found


def _budget_changes(
    tx: Connection, project_ids: Sequence[int]
) -> dict[int, tuple[BudgetChange, ...]]:
    rows = tx.execute(
        select(budget_change)
        .where(budget_change.c.project_id.in_(project_ids))
        .order_by(budget_change.c.project_id, budget_change.c.until)
    )
    return {
        number: tuple(
            BudgetChange(Budget(row.budget, row.budget_used), row.until) for row in theirs
        )
        for number, theirs in groupby(rows, lambda row: row.project_id)
    }


def _evaluations(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> defaultdict[int, list[Evaluation]]:
    found: defaultdict[int, list[Evaluation]] = defaultdict(list)
    rows = tx.execute(
        select(evaluation)
        .where(
            evaluation.c.project_id.in_(project_ids),
            evaluation.c.fiscal_year == periods[0].fiscal_year,
            evaluation.c.quarter.in_({period.quarter.number for period in periods}),
        )
        .order_by(evaluation.c.quarter)
    )
    for row in rows:
        quarter = Quarter(row.fiscal_year, row.quarter)
        found[row.project_id].append(Evaluation(quarter, row.score, row.note))
    return found
