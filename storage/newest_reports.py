"""The newest report of each of many projects, and what the reports before it say of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from storage.periods import Period, fiscal_months
from storage.project_months import Newest
from storage.reports import superseded
from storage.tables import project, report


def newest_reports(
    tx: Connection, theirs: ColumnElement[bool], period: Period
) -> dict[int, Newest]:
    """Give the newest report of each project by its number, in one query.

    `theirs` says which projects. What lies after the month or before its fiscal year counts not.
    """
    months = and_(
        report.c.period >= fiscal_months(period.fiscal_year)[0], report.c.period <= period
    )
    rows = tx.execute(select_newest(and_(theirs, months)))
    return {project_id: Newest(*told) for project_id, *told in rows}


def select_newest(wanted: ColumnElement[bool]) -> Select[Any]:
    """Ask for the project and the fields of `Newest` of reports joined with their projects."""
    entries = _entries(wanted).cte("entries")
    backwards = (entries.c.period.desc(), entries.c.entry.desc())
    of_project = entries.c.project_id
    newest_percent = func.first_value(entries.c.percent).over(
        partition_by=of_project, order_by=backwards
    )
    ranked = select(
        *entries.c,
        func.dense_rank()
        .over(partition_by=of_project, order_by=entries.c.period.desc())
        .label("month"),
        func.row_number()
        .over(partition_by=(of_project, entries.c.period), order_by=entries.c.entry.desc())
        .label("place"),
        case((entries.c.percent != newest_percent, 1), else_=0).label("differs"),
    ).cte("ranked")
    backwards = (ranked.c.period.desc(), ranked.c.entry.desc())
    of_project = ranked.c.project_id
    # Both count what ends a run, from the newest report backwards; 0 is within it.
    runs = select(
        *ranked.c,
        func.sum(ranked.c.differs).over(partition_by=of_project, order_by=backwards).label("moved"),
        func.sum(1 - ranked.c.names_problem)
        .over(partition_by=of_project, order_by=backwards)
        .label("cleared"),
    ).cte("runs")
    is_last = runs.c.place == 1
    newest = and_(is_last, runs.c.month == 1)

    def only(wanted: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((wanted, column))

    return select(
        runs.c.project_id,
        func.max(only(newest, runs.c.id)).label("report_id"),
        func.max(only(newest, runs.c.period)).label("period"),
        func.max(only(newest, runs.c.reported_on)).label("reported_on"),
        func.max(only(newest, runs.c.percent)).label("percent"),
        func.max(only(and_(is_last, runs.c.month == 2), runs.c.percent)).label("before"),
        func.min(only(runs.c.moved == 0, runs.c.period)).label("stands_since"),
        func.min(only(runs.c.cleared == 0, runs.c.reported_on)).label("problem_since"),
    ).group_by(runs.c.project_id)


def _entries(wanted: ColumnElement[bool]) -> Select[Any]:
    """Ask for entries, each in its newest revision."""
    named = or_(report.c.problems.is_not(None), report.c.obstacles.is_not(None))
    return (
        select(
            report.c.id,
            report.c.project_id,
            report.c.period,
            report.c.entry,
            report.c.percent,
            report.c.reported_on,
            case((named, 1), else_=0).label("names_problem"),
        )
        .join(project)
        .where(wanted, ~superseded())
    )
