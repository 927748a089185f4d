"""Where a project, or the project of a report, belongs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from storage.project_months import Place
from storage.records import Report
from storage.reports import report_by_id
from storage.tables import project, unit

_PLACES = select(
    project.c.id,
    project.c.name,
    project.c.unit_code,
    unit.c.name.label("unit"),
    project.c.fiscal_year,
).join(unit, unit.c.code == project.c.unit_code)


def place_of_project(tx: Connection, project_id: int) -> Place | None:
    """Give where a project belongs; None where there is none of that number."""
    return _place(tx, project.c.id == project_id)


def place_of_code(tx: Connection, code: str) -> Place | None:
    """Give where the project of a code belongs; None where there is none."""
    return _place(tx, project.c.code == code)


def _place(tx: Connection, which: ColumnElement[bool]) -> Place | None:
    row = tx.execute(_PLACES.where(which)).one_or_none()
    return None if row is None else Place(*row)


def report_and_place(tx: Connection, report_id: int) -> tuple[Report, Place] | None:
    """Give a report, and where its project belongs; None where there is none of that number."""
    found = report_by_id(tx, report_id)
    place = place_of_project(tx, found.project_id) if found else None
    return (found, place) if found and place else None
