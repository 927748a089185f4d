"""Locked months that supervisors opened again for a project, each with the reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Date, bindparam, exists, insert, select

from storage.periods import Period
from storage.tables import reopening, report

_REPORTED_SINCE = exists().where(
    report.c.project_id == reopening.c.project_id,
    report.c.period == reopening.c.period,
    report.c.filed_at >= reopening.c.at,
)
_OF_PROJECTS = (
    select(reopening.c.project_id, reopening.c.period, _REPORTED_SINCE.label("used"))
    .where(
        reopening.c.project_id.in_(bindparam("projects", expanding=True)),
        reopening.c.until >= bindparam("today", type_=Date),
    )
    .order_by(reopening.c.period, reopening.c.id)
)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A month that is open again for a project; `used` where it was reported since."""

    project_id: int
    period: Period
    used: bool


def add_reopening(
    tx: Connection,
    project_id: int,
    period: Period,
    *,
    reason: str,
    person_id: int,
    until: date,
    now: datetime,
) -> None:
    """Let a month of a project be reported and corrected until and with a day."""
    tx.execute(
        insert(reopening).values(
            project_id=project_id,
            period=period,
            reason=reason,
            person_id=person_id,
            at=now,
            until=until,
        )
    )


def reopened_projects(tx: Connection, period: Period, *, today: date) -> frozenset[int]:
    """Give the numbers of all projects for which a month is open again today."""
    found = select(reopening.c.project_id).where(
        reopening.c.period == period, reopening.c.until >= today
    )
    return frozenset(tx.scalars(found))


def reopenings_of(
    tx: Connection, project_ids: Collection[int], *, today: date
) -> tuple[Reopened, ...]:
    """Give the months open again today for some projects, each once, the oldest month first."""
    rows = tx.execute(_OF_PROJECTS, {"projects": list(project_ids), "today": today})
    # The newest of a month stands.
    found = {
        (row.project_id, row.period): Reopened(row.project_id, row.period, bool(row.used))
        for row in rows
    }
    return tuple(found.values())
