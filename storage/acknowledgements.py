"""Reports that supervisors took note of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import acknowledgement, person


def acknowledge(tx: Connection, report_id: int, *, person_id: int, now: datetime) -> bool:
    """Keep that a person took note of a report, and tell whether that is new."""
    noted = insert(acknowledgement).values(report_id=report_id, person_id=person_id, at=now)
    new = noted.on_conflict_do_nothing().returning(acknowledgement.c.report_id)
    return tx.execute(new).one_or_none() is not None


def acknowledged_by(tx: Connection, report_id: int) -> tuple[str, ...]:
    """Give the names of the living who took note of a report, the first first."""
    names = select(person.c.name).join(acknowledgement)
    names = names.where(acknowledgement.c.report_id == report_id, person.c.erased_at.is_(None))
    return tuple(tx.scalars(names.order_by(acknowledgement.c.at, person.c.id)))
