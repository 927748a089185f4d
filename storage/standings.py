"""How all projects of many units stand in a month: a handful of queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, select

from storage.first_addresses import has_address
from storage.newest_reports import newest_reports
from storage.periods import Period
from storage.project_months import FirstSent, JudgedOn, Reporter, Standing
from storage.records import ProjectStatus, Timeliness
from storage.statuses import day_by_unit, status_on
from storage.tables import person, project, project_reporter, report, unit


def standings_of(
    tx: Connection,
    judged_on: Mapping[str, JudgedOn],
    *,
    period: Period,
    day: date,
    only: Collection[int] | None = None,
) -> tuple[Standing, ...]:
    """Give the projects of the month's fiscal year in the units that `judged_on` names, by code.

    With `only` those of these numbers. Reports of later months count for nothing, nor do those of
    other fiscal years.
    """
    theirs = and_(project.c.unit_code.in_(judged_on), project.c.fiscal_year == period.fiscal_year)
    if only is not None:
        theirs = and_(theirs, project.c.id.in_(only))
    firsts = _firsts(tx, theirs, period)
    newest = newest_reports(tx, theirs, period)
    reporters = _reporters(tx, theirs)
    rows = tx.execute(
        select(
            project.c.id,
            project.c.code,
            project.c.name,
            project.c.unit_code,
            unit.c.name.label("unit"),
            project.c.fiscal_year,
            status_on(day).label("status"),
            status_on(day_by_unit({code: one.month for code, one in judged_on.items()})).label(
                "status_judged"
            ),
            status_on(day_by_unit({code: one.before for code, one in judged_on.items()})).label(
                "status_before"
            ),
            project.c.budget,
            project.c.budget_used,
        )
        .join(unit, unit.c.code == project.c.unit_code)
        .where(theirs)
        .order_by(project.c.code)
    )
    return tuple(
        Standing(
            project_id=row.id,
            code=row.code,
            name=row.name,
            unit_code=row.unit_code,
            unit=row.unit,
            fiscal_year=row.fiscal_year,
            status=ProjectStatus(row.status),
            status_judged=ProjectStatus(row.status_judged),
            status_before=ProjectStatus(row.status_before),
            budget=row.budget,
            budget_used=row.budget_used,
            first=firsts.get((row.id, period)),
            first_before=firsts.get((row.id, period.previous)),
            newest=newest.get(row.id),
            reporters=tuple(reporters.get(row.id, ())),
        )
        for row in rows
    )


def _firsts(
    tx: Connection, theirs: ColumnElement[bool], period: Period
) -> dict[tuple[int, Period], FirstSent]:
    sent = (
        select(
            report.c.project_id,
            report.c.period,
            report.c.reported_on,
            report.c.timeliness,
            report.c.filed_at,
        )
        .join(project)
        .where(theirs, report.c.revision == 1, report.c.period.in_([period.previous, period]))
        # The last one stands, which is the first of the month.
        .order_by(report.c.entry.desc())
    )
    return {
        (row.project_id, row.period): FirstSent(
            row.reported_on,
            None if row.timeliness is None else Timeliness(row.timeliness),
            row.filed_at,
        )
        for row in tx.execute(sent)
    }


def _reporters(tx: Connection, theirs: ColumnElement[bool]) -> dict[int, list[Reporter]]:
    rows = tx.execute(
        select(
            project.c.id,
            person.c.id.label("person_id"),
            person.c.name,
            has_address().label("linked"),
        )
        .select_from(project_reporter)
        .join(project)
        .join(person)
        .where(theirs, person.c.erased_at.is_(None))
        .order_by(person.c.name, person.c.id)
    )
    found: defaultdict[int, list[Reporter]] = defaultdict(list)
    for row in rows:
        found[row.id].append(Reporter(row.person_id, row.name, bool(row.linked)))
    return found
