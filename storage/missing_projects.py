"""Which projects a month is waiting for, and who reports on them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, and_, case, select

from storage.first_addresses import has_address
from storage.month_lists import MonthView, is_reported
from storage.project_months import Missing, Reporter
from storage.statuses import day_by_unit, status_lately
from storage.tables import person, project, project_reporter


def missing_projects(tx: Connection, view: MonthView) -> tuple[Missing, ...]:
    """Give the projects whose report of the month is owed and not there, by code."""
    days = {code: one.month for code, one in view.judged_on.items()}
    status = status_lately(day_by_unit(days), since=min(days.values(), default=date.max))
    rows = tx.execute(
        select(
            project.c.id,
            project.c.code,
            project.c.name,
            project.c.unit_code,
            person.c.id.label("person_id"),
            person.c.name,
            case((has_address(), 1), else_=0).label("linked"),
        )
        .select_from(project)
        .outerjoin(project_reporter, project_reporter.c.project_id == project.c.id)
        .outerjoin(
            person,
            and_(person.c.id == project_reporter.c.person_id, person.c.erased_at.is_(None)),
        )
        .where(view.chosen, ~is_reported(view.period), status.in_(view.alarm.running))
        .order_by(project.c.code, person.c.name, person.c.id)
    )
    found: dict[int, tuple[str, str, str]] = {}
    reporters: defaultdict[int, list[Reporter]] = defaultdict(list)
    for number, code, name, unit_code, person_id, reporter, is_linked in rows:
        found[number] = code, name, unit_code
        if person_id is not None:
            reporters[number].append(Reporter(person_id, reporter, bool(is_linked)))
    return tuple(
        Missing(number, *of_project, tuple(reporters[number]))
        for number, of_project in found.items()
    )
