"""Exports of what the register holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.exports.page import write_page
from handlers.exports.project_json import Json, write_project
from handlers.exports.scope import FiscalYear, OneProject, Scope
from storage.periods import BANGKOK, Quarter
from storage.projects import find_project, projects_of_units
from storage.records import ProjectFacts
from storage.reports import log_of
from storage.units import find_unit, names_of_units, units_below


def export_page(tx: Connection, code: str) -> str | None:
    """Give the page of a project, whose log is in its newest revisions; None for no project."""
    found = find_project(tx, code)
    if found is None:
        return None
    project_id, facts = found
    unit = names_of_units(tx, [facts.unit_code])[facts.unit_code]
    return write_page(facts, log_of(tx, project_id), unit=unit)


def export_json(tx: Connection, scope: Scope, *, now: datetime) -> Json | None:
    """Give the projects of a scope by code; None where its project or its unit is not there."""
    projects = _projects(tx, scope)
    if projects is None:
        return None
    units = names_of_units(tx, [facts.unit_code for _, facts in projects])
    quarter = scope.what if isinstance(scope.what, Quarter) else None
    return {
        "generated_at": now.astimezone(BANGKOK).isoformat(timespec="seconds"),
        "scope": str(scope),
        "projects": [
            write_project(
                facts, log_of(tx, project_id), unit=units[facts.unit_code], quarter=quarter
            )
            for project_id, facts in projects
        ],
    }


def _projects(tx: Connection, scope: Scope) -> Sequence[tuple[int, ProjectFacts]] | None:
    units = None
    if scope.unit_code is not None:
        if find_unit(tx, scope.unit_code) is None:
            return None
        units = units_below(tx, scope.unit_code)
    match scope.what:
        case OneProject(code):
            found = find_project(tx, code)
            if found is None or (units is not None and found[1].unit_code not in units):
                return None
            return (found,)
        case FiscalYear(year):
            return projects_of_units(tx, units, fiscal_year=year)
        case Quarter() as quarter:
            return projects_of_units(tx, units, fiscal_year=quarter.fiscal_year)
        case _:
            assert_never(scope.what)
