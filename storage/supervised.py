"""The projects of units and of all below them, as far as they are asked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from storage.records import ProjectStatus
from storage.reporters import ListedProject
from storage.tables import project, unit


def supervised_projects(
    tx: Connection, units: Collection[str], *, words: str, most: int
) -> tuple[ListedProject, ...]:
    """Give the projects of these units and of those below with `words` in their name or code.

    The newest year comes first; of more than `most` the rest is left out. Reports are not read.
    """
    found = or_(
        project.c.name.icontains(words, autoescape=True),
        project.c.code.contains(words, autoescape=True),
    )
    newest_year = (project.c.fiscal_year.desc(), project.c.code)
    wanted = _within(units).where(found) if words else _within(units)
    return _read(tx, wanted.order_by(*newest_year).limit(most))


def supervised_among(
    tx: Connection, units: Collection[str], project_ids: Collection[int]
) -> tuple[ListedProject, ...]:
    """Give those of some projects that belong to these units or to those below, by code."""
    wanted = _within(units).where(project.c.id.in_(project_ids))
    return _read(tx, wanted.order_by(project.c.code))


def _within(units: Collection[str]) -> Select[Any]:
    within = select(unit.c.code).where(unit.c.code.in_(units)).cte("within", recursive=True)
    within = within.union(select(unit.c.code).join(within, unit.c.parent_code == within.c.code))
    return (
        select(
            project.c.id,
            project.c.code,
            project.c.name,
            project.c.unit_code,
            unit.c.name.label("unit"),
            project.c.fiscal_year,
            project.c.status,
        )
        .join(unit, unit.c.code == project.c.unit_code)
        .where(project.c.unit_code.in_(select(within.c.code)))
    )


def _read(tx: Connection, query: Select[Any]) -> tuple[ListedProject, ...]:
    return tuple(
        ListedProject(
            id=row.id,
            code=row.code,
            name=row.name,
            unit_code=row.unit_code,
            unit=row.unit,
            fiscal_year=row.fiscal_year,
            status=ProjectStatus(row.status),
            newest=None,
        )
        for row in tx.execute(query)
    )
