"""How projects stand, and since when: changes are only ever added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    case,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.filing import hold_project
from storage.periods import local_date
from storage.records import ProjectStatus
from storage.tables import project, status_change


def status_on(day: date | ColumnElement[date]) -> ColumnElement[str]:
    """Give a project's status on a day, as a column for any query that selects from `project`.

    `day` may be a column of that query. Before the first change it is what that one changed.
    """
    of_project = status_change.c.project_id == project.c.id
    newest = (
        select(status_change.c.status)
        .where(of_project, status_change.c.since <= day)
        .order_by(status_change.c.since.desc(), status_change.c.id.desc())
    )
    first = (
        select(status_change.c.before)
        .where(of_project)
        .order_by(status_change.c.since, status_change.c.id)
    )
    return func.coalesce(
        newest.limit(1).correlate(project).scalar_subquery(),
        first.limit(1).correlate(project).scalar_subquery(),
        project.c.status,
    )


def day_by_unit(days: Mapping[str, date]) -> ColumnElement[date] | date:
    """Give the day of a project's unit, as a column for these queries; mostly it is one for all."""
    units: defaultdict[date, list[str]] = defaultdict(list)
    for code, day in days.items():
        units[day].append(code)
    if len(units) < 2:
        return next(iter(units), date.max)
    return case(
        *((project.c.unit_code.in_(codes), literal(day, Date)) for day, codes in units.items())
    )


def status_lately(day: date | ColumnElement[date], *, since: date) -> ColumnElement[str]:
    """Give the same for days from `since` on, and only read changes of what changed after it."""
    changed = select(status_change.c.project_id).where(status_change.c.since > since)
    return case((project.c.id.in_(changed), status_on(day)), else_=project.c.status)


def statuses_on(
    tx: Connection, day: date, *, project_ids: Collection[int]
) -> dict[int, ProjectStatus]:
    """Give the statuses of projects on a day, by number; an unknown number is left out."""
    found = select(project.c.id, status_on(day)).where(project.c.id.in_(project_ids))
    return {project_id: ProjectStatus(status) for project_id, status in tx.execute(found)}


def set_status(
    tx: Connection,
    project_id: int,
    status: ProjectStatus,
    *,
    since: date,
    set_by: int | None,
    now: datetime,
) -> bool:
    """Let a project have a status from a day on, and tell whether it had another that day.

    A later change stays in force from its own day on. `set_by` is a person's number, None for an
    import. ValueError for a day to come, KeyError for an unknown project.
    """
    if since > local_date(now):
        raise ValueError(f"{since} is yet to come")
    hold_project(tx, project_id)
    before = statuses_on(tx, since, project_ids=[project_id])[project_id]
    if before == status:
        return False
    tx.execute(
        insert(status_change).values(
            project_id=project_id,
            before=before,
            status=status,
            since=since,
            set_by=set_by,
            set_at=now,
        )
    )
    newest = status_on(date.max)
    tx.execute(update(project).where(project.c.id == project_id).values(status=newest))
    return True
