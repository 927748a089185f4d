"""Who reports on which projects, and how these stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Date, bindparam, exists, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.absences import away_on
from storage.records import ProjectStatus, Report
from storage.reports import COLUMNS, report_of
from storage.tables import (
    absence,
    person,
    project,
    project_reporter,
    report,
    report_evidence,
    unit,
)

_NEWEST = (
    select(report.c.id)
    .where(report.c.project_id == project.c.id)
    .order_by(report.c.period.desc(), report.c.entry.desc(), report.c.revision.desc())
    .limit(1)
    .correlate(project)
    .scalar_subquery()
)
# Their own, and those of the people in whose place they report today: PostgreSQL would read every
# row for an OR of the two.
_THEIRS = (
    select(project_reporter.c.project_id)
    .where(project_reporter.c.person_id == bindparam("person"))
    .union(
        select(project_reporter.c.project_id)
        .join(absence, absence.c.person_id == project_reporter.c.person_id)
        .where(
            absence.c.stand_in_id == bindparam("person"),
            bindparam("today", type_=Date).between(absence.c.since, absence.c.until),
        )
    )
    .subquery("theirs")
)
_REPORTED_BY = (
    select(
        project.c.id.label("listed_id"),
        project.c.code,
        project.c.name,
        project.c.unit_code,
        unit.c.name.label("unit"),
        project.c.fiscal_year,
        project.c.status,
        exists().where(report_evidence.c.report_id == report.c.id).label("has_evidence"),
        *COLUMNS,
    )
    .select_from(_THEIRS)
    .join(project, project.c.id == _THEIRS.c.project_id)
    .join(unit, unit.c.code == project.c.unit_code)
    .outerjoin(report, report.c.id == _NEWEST)
    .outerjoin(person, person.c.id == report.c.reporter_id)
    .order_by(project.c.code)
)


@dataclass(frozen=True, slots=True)
class ListedProject:
    """What a list of projects shows of each; `unit` is its unit's name, `newest` its report.

    `has_evidence` tells whether pictures or files belong to that report.
    """

    id: int
    code: str
    name: str
    unit_code: str
    unit: str
    fiscal_year: int
    status: ProjectStatus
    newest: Report | None
    has_evidence: bool = False


def add_reporter(tx: Connection, *, project_id: int, person_id: int) -> bool:
    """Let a person report on a project, and tell whether that is new."""
    added = insert(project_reporter).values(project_id=project_id, person_id=person_id)
    new = added.on_conflict_do_nothing().returning(project_reporter.c.person_id)
    return tx.execute(new).one_or_none() is not None


def reporters_of(tx: Connection, project_id: int) -> tuple[int, ...]:
    """Give the living people who report on a project, by number."""
    found = select(person.c.id).join(project_reporter)
    found = found.where(project_reporter.c.project_id == project_id, person.c.erased_at.is_(None))
    return tuple(tx.scalars(found.order_by(person.c.id)))


def reports_on(tx: Connection, person_id: int, project_id: int, *, today: date) -> bool:
    """Tell whether a person reports on a project, if only in somebody's place today."""
    theirs = select(_THEIRS.c.project_id).where(_THEIRS.c.project_id == bindparam("project"))
    values = {"person": person_id, "today": today, "project": project_id}
    return tx.execute(theirs, values).first() is not None


def in_whose_place(tx: Connection, person_id: int, *, today: date) -> dict[int, str]:
    """Give the projects that a person reports on only for somebody who is away, with their name."""
    own = select(project_reporter.c.project_id).where(project_reporter.c.person_id == person_id)
    found = (
        select(project_reporter.c.project_id, person.c.name)
        .join(absence, absence.c.person_id == project_reporter.c.person_id)
        .join(person, person.c.id == absence.c.person_id)
        .where(absence.c.stand_in_id == person_id, away_on(today))
        .where(project_reporter.c.project_id.not_in(own))
    )
    return {row.project_id: row.name for row in tx.execute(found)}


def projects_reported_by(
    tx: Connection, person_id: int, *, today: date
) -> tuple[ListedProject, ...]:
    """Give the projects that a person reports on, by code, each with its newest report.

    Those of people who are on leave today come with them, where the person is their stand-in.
    """
    rows = tx.execute(_REPORTED_BY, {"person": person_id, "today": today})
    return tuple(
        ListedProject(
            id=row.listed_id,
            code=row.code,
            name=row.name,
            unit_code=row.unit_code,
            unit=row.unit,
            fiscal_year=row.fiscal_year,
            status=ProjectStatus(row.status),
            newest=None if row.id is None else report_of(row),
            has_evidence=bool(row.has_evidence),
        )
        for row in rows
    )
