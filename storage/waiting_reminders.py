"""Reminders that are due while somebody writes a report: they go with the answer that ends it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.numbers import is_one_of
from storage.occurrences import Fate
from storage.periods import Period
from storage.records import Occurrence
from storage.tables import waiting_reminder

_TAKEN = (
    waiting_reminder.c.kind,
    waiting_reminder.c.person_id,
    waiting_reminder.c.subject,
    waiting_reminder.c.period,
    waiting_reminder.c.fate,
)


def let_wait(tx: Connection, fates: Mapping[Occurrence, Fate], *, now: datetime) -> None:
    """Note what waits for the end of a draft, each about a month, and what is to become of it."""
    if not fates:
        return
    rows = [
        {
            "person_id": one.recipient_id,
            "kind": one.kind,
            "period": one.period,
            "subject": one.subject,
            "fate": fate.value,
            "since": now,
        }
        for one, fate in fates.items()
    ]
    tx.execute(insert(waiting_reminder).on_conflict_do_nothing(), rows)


def take_waiting(tx: Connection, people: Collection[int]) -> dict[Occurrence, Fate]:
    """Give what waits for these people, and let it wait no longer."""
    theirs = is_one_of(waiting_reminder.c.person_id, people)
    rows = tx.execute(delete(waiting_reminder).where(theirs).returning(*_TAKEN))
    return {_read(*row): Fate(row.fate) for row in rows}


def _read(kind: str, person_id: int, subject: str, period: Period, _fate: str) -> Occurrence:
    return Occurrence(kind, person_id, subject, period)
