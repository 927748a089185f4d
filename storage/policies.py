"""What each unit has set for itself, by fiscal year; what follows from that is decided above."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
)

from storage.records import PolicyLayer
from storage.tables import policy, project, unit
from storage.units import all_units

_COLUMNS = (policy.c.unit_code, policy.c.fiscal_year, policy.c.settings)
_UNTIL = policy.c.fiscal_year <= bindparam("fiscal_year")


def _above(start: Select[Any]) -> Select[Any]:
    """Ask for the layers of the city, of the unit that `start` gives, and of all above it."""
    path = start.cte("path", recursive=True)
    path = path.union_all(
        select(unit.c.code, unit.c.parent_code, path.c.height + 1).join(
            path, unit.c.code == path.c.parent_code
        )
    )
    return (
        select(*_COLUMNS)
        .outerjoin(path, path.c.code == policy.c.unit_code)
        .where(or_(policy.c.unit_code.is_(None), path.c.code.is_not(None)), _UNTIL)
        .order_by(policy.c.unit_code.is_not(None), -path.c.height, policy.c.fiscal_year)
    )


_START = select(unit.c.code, unit.c.parent_code, literal(0).label("height"))
_FOR_UNIT = _above(_START.where(unit.c.code == bindparam("unit")))
_FOR_PROJECT = _above(_START.join(project).where(project.c.id == bindparam("project")))
_ALL = select(*_COLUMNS).where(_UNTIL).order_by(policy.c.fiscal_year)


def layers_for(tx: Connection, unit_code: str | None, fiscal_year: int) -> tuple[PolicyLayer, ...]:
    """Give what was set for a unit until a year, the lowest layer first.

    First come the city's layers, then those of each unit from the root down, each by year.
    """
    return _layers(tx.execute(_FOR_UNIT, {"unit": unit_code, "fiscal_year": fiscal_year}))


def layers_for_project(
    tx: Connection, project_id: int, fiscal_year: int
) -> tuple[PolicyLayer, ...]:
    """Give the same for a project's unit."""
    return _layers(tx.execute(_FOR_PROJECT, {"project": project_id, "fiscal_year": fiscal_year}))


def layers_of_units(tx: Connection, fiscal_year: int) -> dict[str | None, tuple[PolicyLayer, ...]]:
    """Give the same for every unit at once, by its code, and for the city under None."""
    own: dict[str | None, list[PolicyLayer]] = {}
    for layer in _layers(tx.execute(_ALL, {"fiscal_year": fiscal_year})):
        own.setdefault(layer.unit_code, []).append(layer)
    parents: dict[str | None, str | None] = {one.code: one.parent_code for one in all_units(tx)}
    found: dict[str | None, tuple[PolicyLayer, ...]] = {}

    def layers(code: str | None) -> tuple[PolicyLayer, ...]:
        if code not in found:
            above = () if code is None else layers(parents[code])
            found[code] = (*above, *own.get(code, ()))
        return found[code]

    return {code: layers(code) for code in (None, *parents)}


def own_layer(tx: Connection, unit_code: str | None, fiscal_year: int) -> PolicyLayer:
    """Give what a unit itself, or with None the city, set in that very year."""
    kept = select(*_COLUMNS).where(_of(unit_code), policy.c.fiscal_year == fiscal_year)
    return next(iter(_layers(tx.execute(kept))), PolicyLayer(unit_code, fiscal_year, {}))


def years_set(tx: Connection) -> tuple[int, ...]:
    """Give the fiscal years in which anybody set anything."""
    return tuple(tx.scalars(select(policy.c.fiscal_year).distinct().order_by("fiscal_year")))


def save_layer(tx: Connection, layer: PolicyLayer, *, set_by: int | None, now: datetime) -> None:
    """Put a layer in the place of the unit's own of that year.

    Two at once are kept apart by `storage.units.hold_register`. `set_by` is a person's number,
    None at the command line.
    """
    tx.execute(
        delete(policy).where(_of(layer.unit_code), policy.c.fiscal_year == layer.fiscal_year)
    )
    tx.execute(
        insert(policy).values(
            unit_code=layer.unit_code,
            fiscal_year=layer.fiscal_year,
            settings=json.dumps(layer.settings),
            set_by=set_by,
            set_at=now,
        )
    )


def _of(unit_code: str | None) -> ColumnElement[bool]:
    column = policy.c.unit_code
    return column.is_(None) if unit_code is None else column == unit_code


def _layers(rows: Iterable[Row[Any]]) -> tuple[PolicyLayer, ...]:
    return tuple(
        PolicyLayer(row.unit_code, row.fiscal_year, json.loads(row.settings)) for row in rows
    )
