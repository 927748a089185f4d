"""Parts of the clock that failed at every tick since a moment, whichever clock it was."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import heartbeat

_FAILS = "fails "


def failing_since(tx: Connection) -> dict[str, datetime]:
    """Give the parts that failed when they were last tried, and since when they always did."""
    rows = tx.execute(
        select(heartbeat.c.name, heartbeat.c.at)
        .where(heartbeat.c.name.startswith(_FAILS))
        .order_by(heartbeat.c.name)
    )
    return {row.name.removeprefix(_FAILS): row.at for row in rows}


def note_failing(tx: Connection, parts: Collection[str], *, now: datetime) -> None:
    """Note that parts fail; of one that did before it is known already."""
    for part in sorted(parts):
        begun = insert(heartbeat).values(name=_FAILS + part, at=now)
        tx.execute(begun.on_conflict_do_nothing())


def note_working(tx: Connection, parts: Collection[str]) -> None:
    """Note that parts were done."""
    names = [_FAILS + part for part in parts]
    tx.execute(delete(heartbeat).where(heartbeat.c.name.in_(names)))
