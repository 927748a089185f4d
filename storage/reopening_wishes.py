"""Wishes of officers that a locked month of a project be opened, each until it is fulfilled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.periods import Period
from storage.tables import reopening_wish


@dataclass(frozen=True, slots=True)
class ReopeningWish:
    """Who asked for it, and when; `declined_at` is when a supervisor last let it stay locked."""

    person_id: int
    at: datetime
    declined_at: datetime | None


def note_wish(
    tx: Connection, project_id: int, period: Period, *, person_id: int, now: datetime
) -> bool:
    """Note that somebody asks for it, and tell whether nobody has before."""
    noted = insert(reopening_wish).values(
        project_id=project_id, period=period, person_id=person_id, at=now
    )
    new = noted.on_conflict_do_nothing().returning(reopening_wish.c.project_id)
    return tx.execute(new).one_or_none() is not None


def wish_for(tx: Connection, project_id: int, period: Period) -> ReopeningWish | None:
    """Give the wish that stands, declined or not; None where nobody asked."""
    found = select(
        reopening_wish.c.person_id, reopening_wish.c.at, reopening_wish.c.declined_at
    ).where(*_of(project_id, period))
    row = tx.execute(found).one_or_none()
    return None if row is None else ReopeningWish(*row)


def decline_wish(tx: Connection, project_id: int, period: Period, *, now: datetime) -> None:
    """Note that the month stays locked, if anybody asked."""
    declined = update(reopening_wish).where(*_of(project_id, period))
    tx.execute(declined.values(declined_at=now))


def end_wish(tx: Connection, project_id: int, period: Period) -> None:
    """Forget a wish that is fulfilled, or that reached nobody: it may be asked for anew."""
    tx.execute(delete(reopening_wish).where(*_of(project_id, period)))


def _of(project_id: int, period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return reopening_wish.c.project_id == project_id, reopening_wish.c.period == period
