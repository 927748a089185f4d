"""Whether the register may say something else than when it was last read."""

from __future__ import annotations

from weakref import WeakSet

from sqlalchemy import Connection, Transaction, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import register_version

_ROW = 1
_READ = select(register_version.c.version).where(register_version.c.id == _ROW)
_RAISED: WeakSet[Transaction] = WeakSet()


def read_register_version(tx: Connection) -> int:
    """Give the number that rises with every change of names of projects and units."""
    return tx.execute(_READ).scalar() or 0


def raise_register_version(tx: Connection) -> None:
    """Say that names of projects or units change in this transaction; once in each is enough."""
    within = tx.get_nested_transaction() or tx.get_transaction()
    if within is None or within in _RAISED:
        return
    raised = insert(register_version).values(id=_ROW, version=1)
    tx.execute(
        raised.on_conflict_do_update(
            index_elements=["id"], set_={"version": register_version.c.version + 1}
        )
    )
    _RAISED.add(within)
