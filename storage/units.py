"""The units of the city: departments, districts and their divisions, as a tree."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.codes import code_above
from storage.records import Unit
from storage.register_version import raise_register_version
from storage.tables import unit

_REGISTER_LOCK = 20566
_ALL = select(unit).order_by(unit.c.code)


def hold_register(tx: Connection) -> None:
    """Let nobody else import into the register until this transaction ends.

    On SQLite a transaction that writes is alone anyway.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _REGISTER_LOCK})


def find_unit(tx: Connection, code: str) -> Unit | None:
    """Give the unit of that code, or None."""
    row = tx.execute(select(unit).where(unit.c.code == code)).one_or_none()
    return None if row is None else Unit(row.code, row.name, row.parent_code)


def all_units(tx: Connection) -> tuple[Unit, ...]:
    """Give every unit, by code."""
    rows = tx.execute(_ALL)
    return tuple(Unit(row.code, row.name, row.parent_code) for row in rows)


def save_unit(tx: Connection, saved: Unit) -> bool:
    """Add a unit or change it, and tell whether anything changed.

    ValueError where it would come to lie below itself.
    """
    known = find_unit(tx, saved.code)
    if known == saved:
        return False
    if saved.parent_code is not None and saved.parent_code in units_below(tx, saved.code):
        raise ValueError(f"unit {saved.code} would lie below itself")
    raise_register_version(tx)
    values = {"name": saved.name, "parent_code": saved.parent_code}
    if known is None:
        tx.execute(insert(unit).values(code=saved.code, **values))
    else:
        tx.execute(update(unit).where(unit.c.code == saved.code).values(**values))
    return True


def make_unit(tx: Connection, code: str, *, name: str | None) -> bool:
    """Make a unit that a page speaks of, if it is new, and tell whether anything changed.

    It hangs under the unit that its code says, which is made too. A unit that nobody has
    named bears its code for a name until a page or a table names it; a name is kept.
    """
    known = find_unit(tx, code)
    if known is not None:
        if name is None or known.name not in (code, name):
            return False
        return save_unit(tx, Unit(code, name, known.parent_code))
    above = code_above(code)
    if above is not None:
        make_unit(tx, above, name=None)
    return save_unit(tx, Unit(code, name or code, above))


def units_below(tx: Connection, code: str) -> frozenset[str]:
    """Give the codes of a unit and of every unit below it, at any depth."""
    below = select(literal(code).label("code")).cte("below", recursive=True)
    below = below.union(select(unit.c.code).join(below, unit.c.parent_code == below.c.code))
    return frozenset(tx.scalars(select(below.c.code)))


def unit_path(tx: Connection, code: str) -> tuple[Unit, ...]:
    """Give a unit and those above it, the topmost first; nothing for an unknown code."""
    start = select(unit.c.code, unit.c.parent_code, literal(0).label("height"))
    path = start.where(unit.c.code == code).cte("path", recursive=True)
    path = path.union_all(
        select(unit.c.code, unit.c.parent_code, path.c.height + 1).join(
            path, unit.c.code == path.c.parent_code
        )
    )
    rows = tx.execute(select(unit).join(path, unit.c.code == path.c.code).order_by(-path.c.height))
    return tuple(Unit(row.code, row.name, row.parent_code) for row in rows)


def names_of_units(tx: Connection, codes: Sequence[str]) -> dict[str, str]:
    """Give the names of units by their codes."""
    rows = tx.execute(select(unit.c.code, unit.c.name).where(unit.c.code.in_(codes)))
    return {row.code: row.name for row in rows}
