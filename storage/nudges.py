"""Whom a supervisor reminded on which day: nobody is reminded by hand twice a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import nudge


def note_nudges(
    tx: Connection, people: Collection[int], *, day: date, by: int, now: datetime
) -> frozenset[int]:
    """Note that these people are reminded on a day; gives those who were not yet that day."""
    if not people:
        return frozenset()
    noted = insert(nudge).values(
        [{"person_id": one, "day": day, "set_by": by, "at": now} for one in sorted(people)]
    )
    noted_new = noted.on_conflict_do_nothing().returning(nudge.c.person_id)
    return frozenset(tx.scalars(noted_new))
