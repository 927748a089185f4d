"""Who wants to hear nothing from the clock for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import snooze


def snooze_until(tx: Connection, person_id: int, *, until: datetime, now: datetime) -> None:
    """Let a person hear nothing until a moment; it takes the place of what they wished before."""
    wished = {"until": until, "set_at": now}
    tx.execute(
        insert(snooze)
        .values(person_id=person_id, **wished)
        .on_conflict_do_update(index_elements=[snooze.c.person_id], set_=wished)
    )


def snoozes_of(tx: Connection, people: Collection[int] | None = None) -> dict[int, datetime]:
    """Give until when all, or these people, last wished to hear nothing, even if that is past.

    Who never did is left out.
    """
    wished = select(snooze.c.person_id, snooze.c.until)
    if people is not None:
        wished = wished.where(snooze.c.person_id.in_(people))
    rows = tx.execute(wished)
    return {row.person_id: row.until for row in rows}
