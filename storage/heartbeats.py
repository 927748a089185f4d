"""When regular work was last done, so that it is done once however many clocks there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import heartbeat

_NOW = bindparam("now", type_=heartbeat.c.at.type)
_BEAT = (
    insert(heartbeat)
    .values(name=bindparam("name"), at=_NOW)
    .on_conflict_do_update(
        index_elements=[heartbeat.c.name],
        set_={"at": _NOW},
        where=or_(
            heartbeat.c.at <= bindparam("earlier", type_=heartbeat.c.at.type),
            heartbeat.c.at > bindparam("later", type_=heartbeat.c.at.type),
        ),
    )
    .returning(heartbeat.c.name)
)
_LAST = select(heartbeat.c.at).where(heartbeat.c.name == bindparam("name"))


def beat(tx: Connection, name: str, *, now: datetime, apart: timedelta) -> bool:
    """Note that work is begun; False where it was begun less than `apart` ago, by whomever.

    What was noted by a clock that ran ahead, and by more than `apart`, keeps nobody from working.
    """
    moments = {"now": now, "earlier": now - apart, "later": now + apart}
    return tx.execute(_BEAT, {"name": name, **moments}).first() is not None


def last_beat(tx: Connection, name: str) -> datetime | None:
    """Give when work was last begun; None where it never was."""
    return tx.execute(_LAST, {"name": name}).scalar_one_or_none()
