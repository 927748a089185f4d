"""What many projects add up to in some months, counted by the database: a handful of queries.

Each takes `chosen`, which says which projects, as `storage.summaries.choose_projects` gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    Connection,
    case,
    cast,
    exists,
    func,
    null,
    select,
)

from storage.periods import Period, fiscal_months
from storage.records import ProjectStatus, Timeliness
from storage.statuses import day_by_unit, status_lately
from storage.summaries import NEWEST, months_before, of_newest
from storage.tables import project, report

Chosen = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """The projects of a unit; of the budget used, that of those with a budget."""

    unit_code: str
    projects: int
    budget: Decimal
    budget_used: Decimal


@dataclass(frozen=True, slots=True)
class FirstCount:
    """Projects of a unit whose first report of a month was of that day and that timeliness.

    `own_year` says that they are projects of the month's fiscal year.
    """

    unit_code: str
    period: Period
    reported_on: date
    timeliness: Timeliness | None
    own_year: bool
    projects: int


@dataclass(frozen=True, slots=True)
class PercentSum:
    """The sums of the percent before and after, over the projects that were reported on.

    So many of them were `first` reported on in the months themselves.
    """

    unit_code: str
    projects: int
    first: int
    start: Decimal
    end: Decimal


def count_projects(tx: Connection, chosen: Chosen) -> Iterable[ProjectCount]:
    """Count the projects by unit."""
    used = case((project.c.budget.is_not(None), project.c.budget_used))
    sums = (func.sum(project.c.budget), func.sum(used))
    wanted = select(project.c.unit_code, func.count(), *sums).where(chosen)
    for code, count, budget, budget_used in tx.execute(wanted.group_by(project.c.unit_code)):
        yield ProjectCount(code, count, budget or Decimal(0), budget_used or Decimal(0))


def count_statuses(
    tx: Connection, chosen: Chosen, *, day: date, month: Period
) -> dict[tuple[ProjectStatus, bool], int]:
    """Count the projects by their status on a day, and whether they have a report of a month."""
    reported = exists().where(report.c.project_id == project.c.id, report.c.period == month)
    status = status_lately(day, since=day).label("status")
    each = select(status, case((reported, 1), else_=0).label("reported")).where(chosen).subquery()
    kinds = (each.c.status, each.c.reported)
    rows = tx.execute(select(*kinds, func.count()).group_by(*kinds))
    return {(ProjectStatus(status), bool(sent)): count for status, sent, count in rows}


def count_firsts(tx: Connection, chosen: Chosen, periods: Sequence[Period]) -> Iterable[FirstCount]:
    """Count the months that were reported, by the first report as it was first sent."""
    by = (
        *(project.c.unit_code, report.c.period, report.c.reported_on, report.c.timeliness),
        project.c.fiscal_year,
    )
    rows = tx.execute(
        select(*by, func.count().label("projects"))
        .select_from(project)
        .join(report)
        .where(chosen, _within(periods), report.c.entry == 1, report.c.revision == 1)
        .group_by(*by)
    )
    for row in rows:
        timeliness = None if row.timeliness is None else Timeliness(row.timeliness)
        own_year = row.fiscal_year == row.period.fiscal_year
        yield FirstCount(
            row.unit_code, row.period, row.reported_on, timeliness, own_year, row.projects
        )


def count_idle(
    tx: Connection,
    chosen: Chosen,
    days: Mapping[Period, Mapping[str, date]],
    *,
    running: Collection[ProjectStatus],
) -> dict[tuple[str, Period], int]:
    """Count by unit and month the projects of the fiscal year that owe no report and sent none.

    They are those whose status on the month's day of their unit is none of `running`.
    """
    if not days:
        return {}
    idle = [_is_idle(month, of_units, running) for month, of_units in days.items()]
    rows = tx.execute(
        select(project.c.unit_code, *(func.sum(one) for one in idle))
        .where(chosen, project.c.fiscal_year == min(days).fiscal_year)
        .group_by(project.c.unit_code)
    )
    return {
        (code, month): count
        for code, *counts in rows
        for month, count in zip(days, counts, strict=True)
    }


def _is_idle(
    month: Period, days: Mapping[str, date], running: Collection[ProjectStatus]
) -> ColumnElement[int]:
    sent = exists().where(report.c.project_id == project.c.id, report.c.period == month)
    status = status_lately(day_by_unit(days), since=min(days.values()))
    # In this order, for few are idle and a report takes longer to find than a status.
    return case((status.in_(running), 0), (sent, 0), else_=1)


def count_own(tx: Connection, chosen: Chosen, fiscal_year: int) -> dict[str, int]:
    """Count by unit the projects of the fiscal year itself."""
    wanted = select(project.c.unit_code, func.count().label("projects"))
    rows = tx.execute(
        wanted.where(chosen, project.c.fiscal_year == fiscal_year).group_by(project.c.unit_code)
    )
    return {row.unit_code: row.projects for row in rows}


def sum_percents(tx: Connection, chosen: Chosen, periods: Sequence[Period]) -> Iterable[PercentSum]:
    """Sum the percent before and after by unit, of projects with any report in the year so far."""
    first = fiscal_months(periods[0].fiscal_year)[0]
    months = months_before(periods)
    percent = NEWEST.c.percent
    each = select(
        project.c.unit_code,
        of_newest(percent, first, periods[-1]).label("end"),
        (cast(null(), percent.type) if months is None else of_newest(percent, *months)).label(
            "start"
        ),
    ).where(chosen)
    # Kept apart, for each figure that is used twice would be looked up twice.
    found = each.cte("found").prefix_with("MATERIALIZED")
    rows = tx.execute(
        select(
            found.c.unit_code,
            func.count(found.c.end),
            func.count(found.c.start),
            func.sum(found.c.start),
            func.sum(found.c.end),
        ).group_by(found.c.unit_code)
    )
    for code, count, known, at_first, at_last in rows:
        # A year begins with nothing done: then nobody's start is unknown.
        unknown = 0 if months is None else count - known
        yield PercentSum(code, count, unknown, at_first or Decimal(0), at_last or Decimal(0))


def _within(periods: Sequence[Period]) -> ColumnElement[bool]:
    return report.c.period.between(periods[0], periods[-1])
