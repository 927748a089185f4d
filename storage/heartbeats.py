"""When regular work was last done, so that it is done once however many clocks there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import heartbeat


def beat(tx: Connection, name: str, *, now: datetime, apart: timedelta) -> bool:
    """Note that work is begun; False where it was begun less than `apart` ago, by whomever.

    What was noted by a clock that ran ahead, and by more than `apart`, keeps nobody from working.
    """
    begun = insert(heartbeat).values(name=name, at=now)
    noted = tx.execute(
        begun.on_conflict_do_update(
            index_elements=[heartbeat.c.name],
            set_={"at": now},
            where=or_(heartbeat.c.at <= now - apart, heartbeat.c.at > now + apart),
        ).returning(heartbeat.c.name)
    )
    return noted.first() is not None


def last_beat(tx: Connection, name: str) -> datetime | None:
    """Give when work was last begun; None where it never was."""
    return tx.execute(select(heartbeat.c.at).where(heartbeat.c.name == name)).scalar_one_or_none()
