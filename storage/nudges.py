"""Whom a supervisor reminded on which day: nobody is reminded by hand twice a day.

Where that day or that moment is still to come it waits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.periods import Period
from storage.tables import nudge, waiting_nudge


@dataclass(frozen=True, slots=True)
class Nudge:
    """A wish of a supervisor that waits: a person is to hear of a month of some units.

    The units are `unit_code` and those below it; `day` is when it is to be heard.
    """

    person_id: int
    day: date
    period: Period
    unit_code: str
    set_by: int
    at: datetime


def note_nudges(
    tx: Connection, days: Mapping[int, date], *, by: int, now: datetime
) -> frozenset[int]:
    """Note on which day these people are reminded; gives those who were not yet that day."""
    if not days:
        return frozenset()
    noted = insert(nudge).values(
        [{"person_id": one, "day": days[one], "set_by": by, "at": now} for one in sorted(days)]
    )
    noted_new = noted.on_conflict_do_nothing().returning(nudge.c.person_id)
    return frozenset(tx.scalars(noted_new))


def let_nudges_wait(tx: Connection, nudges: Collection[Nudge]) -> None:
    """Keep what is to be heard later; of several for one person the newest."""
    if not nudges:
        return
    rows = [
        {
            "person_id": one.person_id,
            "day": one.day,
            "period": one.period,
            "unit_code": one.unit_code,
            "set_by": one.set_by,
            "at": one.at,
        }
        for one in sorted(nudges, key=lambda it: it.person_id)
    ]
    waits = insert(waiting_nudge)
    newest = {one.name: one for one in waits.excluded if one.name != "person_id"}
    newest_stands = waits.on_conflict_do_update(
        index_elements=[waiting_nudge.c.person_id], set_=newest
    )
    tx.execute(newest_stands, rows)


def waiting_nudges(tx: Connection, people: Collection[int] | None = None) -> tuple[Nudge, ...]:
    """Give what waits, for anybody or for these people."""
    found = select(waiting_nudge).order_by(waiting_nudge.c.person_id)
    if people is not None:
        found = found.where(waiting_nudge.c.person_id.in_(people))
    return tuple(Nudge(*row) for row in tx.execute(found))


def take_nudges(tx: Connection, people: Collection[int], *, until: date) -> tuple[Nudge, ...]:
    """Give what these people are to hear by a day, and let it wait no longer."""
    theirs = (waiting_nudge.c.person_id.in_(people), waiting_nudge.c.day <= until)
    rows = tx.execute(delete(waiting_nudge).where(*theirs).returning(*waiting_nudge.c))
    return tuple(Nudge(*row) for row in rows)
