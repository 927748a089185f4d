"""The names that the register knows projects by, for looking them up by words."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from storage.records import NamedInRegister
from storage.tables import project

_COLUMNS = (
    project.c.id,
    project.c.code,
    project.c.name,
    project.c.unit_code,
    project.c.fiscal_year,
)


def names_in_register(tx: Connection, *, most: int) -> tuple[NamedInRegister, ...]:
    """Give projects, those of the newest year first, then by code.

    Of more than `most` the rest is left out.
    """
    order = (project.c.fiscal_year.desc(), project.c.unit_code, project.c.code)
    rows = tx.execute(select(*_COLUMNS).order_by(*order).limit(most))
    return tuple(NamedInRegister(*row) for row in rows)


def units_of_projects(tx: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Give the codes of the units of projects by number; an unknown number is left out."""
    rows = tx.execute(select(project.c.id, project.c.unit_code).where(project.c.id.in_(numbers)))
    return {row.id: row.unit_code for row in rows}


def project_of_code(tx: Connection, code: str) -> int | None:
    """Give the number of the project of a code, whatever its year."""
    return tx.execute(select(project.c.id).where(project.c.code == code)).scalar()
