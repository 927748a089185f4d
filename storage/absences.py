"""Who is away, and who hears and reports in their place."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.records import Absence
from storage.tables import absence

_COLUMNS = (absence.c.person_id, absence.c.since, absence.c.until, absence.c.stand_in_id)


def away_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Give the condition that an absence covers a day."""
    return and_(absence.c.since <= day, absence.c.until >= day)


_AWAY = select(absence.c.person_id, absence.c.stand_in_id).where(
    away_on(bindparam("day", type_=absence.c.since.type))
)


def set_absence(tx: Connection, told: Absence, *, today: date, now: datetime) -> None:
    """Let a person be away; it takes the place of what was told before and is not over today.

    ValueError for a last day before the first, and for a person who stands in for themselves.
    """
    if told.until < told.since or told.stand_in_id == told.person_id:
        raise ValueError(f"nobody can be away like that: {told}")
    end_absence(tx, told.person_id, today=min(today, told.since))
    tx.execute(
        insert(absence).values(
            person_id=told.person_id,
            since=told.since,
            until=told.until,
            stand_in_id=told.stand_in_id,
            set_at=now,
        )
    )


def end_absence(tx: Connection, person_id: int, *, today: date) -> bool:
    """Let a person be back today, and tell whether they were away or were to be."""
    theirs = absence.c.person_id == person_id
    yet_to_come = delete(absence).where(theirs, absence.c.since >= today)
    running = (
        update(absence)
        .where(theirs, absence.c.since < today, absence.c.until >= today)
        .values(until=today - timedelta(days=1))
    )
    return bool(tx.execute(yet_to_come).rowcount + tx.execute(running).rowcount)


def absence_of(tx: Connection, person_id: int, *, today: date) -> Absence | None:
    """Give when a person is away, today or next; None for who is not."""
    row = tx.execute(
        select(*_COLUMNS)
        .where(absence.c.person_id == person_id, absence.c.until >= today)
        .order_by(absence.c.since)
        .limit(1)
    ).one_or_none()
    return None if row is None else Absence(*row)


def stand_ins_on(tx: Connection, day: date) -> dict[int, int | None]:
    """Give everybody who is away on a day, each with who stands in, None where nobody does."""
    rows = tx.execute(_AWAY, {"day": day})
    return {row.person_id: row.stand_in_id for row in rows}
