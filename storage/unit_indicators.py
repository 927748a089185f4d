"""The indicators that a unit answers for, each with a page of its own."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from storage.indicators import insert_indicator, read_indicators
from storage.records import Indicator, UnitIndicator
from storage.tables import indicator, unit


def find_unit_indicator(
    tx: Connection, code: str, *, unit_code: str, fiscal_year: int
) -> Indicator | None:
    """Give the indicator of that code that a unit answers for in a Buddhist fiscal year."""
    rows = tx.execute(select(indicator).where(_of_unit(code, unit_code, fiscal_year))).all()
    return next(iter(read_indicators(tx, rows).values()), None)


def indicators_of_units(
    tx: Connection, unit_codes: Collection[str] | None, fiscal_year: int
) -> tuple[UnitIndicator, ...]:
    """Give the indicators that units answer for in a Buddhist fiscal year, unit by unit.

    None is every unit. Those of a unit are in the order in which they came.
    """
    # SQLite looks up a range in an index, but not what is not NULL.
    of_units = indicator.c.unit_code
    theirs = of_units > "" if unit_codes is None else of_units.in_(unit_codes)
    rows = tx.execute(
        select(indicator, unit.c.name.label("unit"))
        .join(unit, unit.c.code == indicator.c.unit_code)
        .where(theirs, indicator.c.fiscal_year == fiscal_year)
        .order_by(indicator.c.unit_code, indicator.c.position)
    ).all()
    read = read_indicators(tx, rows)
    return tuple(
        UnitIndicator(row.unit_code, row.unit, row.fiscal_year, read[row.id]) for row in rows
    )


def save_unit_indicator(
    tx: Connection, saved: Indicator, *, unit_code: str, fiscal_year: int
) -> bool:
    """Add or change an indicator that a unit answers for, and tell whether anything changed.

    The indicator must have its code; the fiscal year is Buddhist.
    """
    if saved.code is None:
        raise ValueError("an indicator of a unit is known by its code")
    known = find_unit_indicator(tx, saved.code, unit_code=unit_code, fiscal_year=fiscal_year)
    if known == saved:
        return False
    same = _of_unit(saved.code, unit_code, fiscal_year)
    position = tx.scalar(select(indicator.c.position).where(same))
    if position is None:
        last = select(func.coalesce(func.max(indicator.c.position), 0)).where(
            indicator.c.unit_code == unit_code, indicator.c.fiscal_year == fiscal_year
        )
        position = tx.scalars(last).one() + 1
    tx.execute(delete(indicator).where(same))
    owner = {"unit_code": unit_code, "fiscal_year": fiscal_year, "position": position}
    insert_indicator(tx, saved, owner=owner)
    return True


def _of_unit(code: str, unit_code: str, fiscal_year: int) -> ColumnElement[bool]:
    return and_(
        indicator.c.code == code,
        indicator.c.unit_code == unit_code,
        indicator.c.fiscal_year == fiscal_year,
    )
