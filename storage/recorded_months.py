"""What was recorded of projects in some months of one fiscal year, for any number of projects.

Each part is one query for all of them and reads those months alone, so that neither past years
nor the number of projects adds queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.figure_logs import figure_logs
from storage.indicators import indicators_of_projects
from storage.periods import Period, Quarter, local_date
from storage.recorded import Budget, BudgetChange, Recorded, StatusChange
from storage.records import Evaluation, ProjectStatus, Report
from storage.reports import COLUMNS, report_of
from storage.summaries import NEWEST, months_before, of_newest
from storage.tables import budget_change, evaluation, person, project, report, status_change

_PLACE = (report.c.project_id, report.c.period, report.c.entry, report.c.revision)


def recorded_of(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> tuple[Recorded, ...]:
    """Give what was recorded of each project in months of one fiscal year, in the order given."""
    rows = {row.id: row for row in tx.execute(select(project).where(project.c.id.in_(project_ids)))}
    entries = _entries(tx, project_ids, periods)
    earlier = _earlier(tx, project_ids, periods)
    changes = _changes(tx, project_ids)
    budgets = _budget_changes(tx, project_ids)
    indicators, year = indicators_of_projects(tx, project_ids), periods[0].fiscal_year
    evaluations = _evaluations(tx, project_ids, periods)
    given = figure_logs(tx, project_ids, periods)
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
            earlier=earlier.get(number, ()),
            entries=entries.get(number, ()),
            # Those of another year are held against that year's targets.
            indicators=indicators[number] if row.fiscal_year == year else (),
            evaluations=tuple(evaluations[number]),
            given=given.get(number, ()),
        )
        for number in project_ids
        if (row := rows.get(number))
    )


def _reports() -> Select[Any]:
    return select(*COLUMNS).join(person, person.c.id == report.c.reporter_id, isouter=True)


def _entries(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> dict[int, tuple[tuple[Report, ...], ...]]:
    wanted = _reports().where(
        report.c.project_id.in_(project_ids), report.c.period.between(periods[0], periods[-1])
    )
    reports = map(report_of, tx.execute(wanted.order_by(*_PLACE)))
    return {
        number: tuple(
            tuple(revisions)
            for _, revisions in groupby(theirs, lambda one: (one.period, one.entry))
        )
        for number, theirs in groupby(reports, lambda one: one.project_id)
    }


def _earlier(
    tx: Connection, project_ids: Sequence[int], periods: Sequence[Period]
) -> dict[int, tuple[Report, ...]]:
    months = months_before(periods)
    if months is None:
        return {}
    newest = select(of_newest(NEWEST.c.id, *months)).where(project.c.id.in_(project_ids))
    rows = tx.execute(_reports().where(report.c.id.in_(tx.scalars(newest).all())))
    found: dict[int, tuple[Report, ...]] = {one.project_id: (one,) for one in map(report_of, rows)}
    # No month is locked before it begins.
    day = periods[-1].first_day
    late = [number for number, (one,) in found.items() if _filed_since(one, day)]
    if not late:
        return found
    wanted = _reports().where(report.c.project_id.in_(late), report.c.period.between(*months))
    reports = map(report_of, tx.execute(wanted.order_by(*_PLACE)))
    return found | {
        number: tuple(theirs) for number, theirs in groupby(reports, lambda one: one.project_id)
    }


def _filed_since(one: Report, day: date) -> bool:
    return one.filed_at is not None and local_date(one.filed_at) >= day


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
