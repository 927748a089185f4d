"""Who wants to hear nothing from the clock for a while."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.numbers import is_one_of
from storage.tables import snooze


def snooze_until(tx: Connection, person_id: int, *, until: datetime, now: datetime) -> None:
    """Let a person hear nothing until a moment; it takes the place of what they wished before."""
    wished = {"until": until, "set_at": now}
    tx.execute(
        insert(snooze)
        .values(person_id=person_id, **wished)
        .on_conflict_do_update(index_elements=[snooze.c.person_id], set_=wished)
    )


def snoozes_of(tx: Connection, people: Collection[int]) -> dict[int, datetime]:
    """Give until when these people last wished to hear nothing, even if that is past.

    Who never did is left out.
    """
    wished = select(snooze.c.person_id, snooze.c.until)
    rows = tx.execute(wished.where(is_one_of(snooze.c.person_id, people)))
    return {row.person_id: row.until for row in rows}
