"""Locked months that supervisors opened again for a project, each with the reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select

from storage.periods import Period
from storage.tables import reopening, report

_REPORTED_SINCE = exists().where(
    report.c.project_id == reopening.c.project_id,
    report.c.period == reopening.c.period,
    report.c.filed_at >= reopening.c.at,
)
_OF_PROJECTS = (
    select(reopening.c.project_id, reopening.c.period, _REPORTED_SINCE.label("used"))
    .where(reopening.c.project_id.in_(bindparam("projects", expanding=True)))
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
    now: datetime,
) -> None:
    """Let a month of a project be reported and corrected from now on, whatever its lock day."""
    tx.execute(
        insert(reopening).values(
            project_id=project_id, period=period, reason=reason, person_id=person_id, at=now
        )
    )


def reopened_projects(tx: Connection, period: Period) -> frozenset[int]:
    """Give the numbers of all projects for which a month was opened again."""
    found = select(reopening.c.project_id).where(reopening.c.period == period)
    return frozenset(tx.scalars(found))


def reopenings_of(tx: Connection, project_ids: Collection[int]) -> tuple[Reopened, ...]:
    """Give the months opened again for some projects, each once, the oldest month first."""
    rows = tx.execute(_OF_PROJECTS, {"projects": list(project_ids)})
    # The newest of a month stands.
    found = {
        (row.project_id, row.period): Reopened(row.project_id, row.period, bool(row.used))
        for row in rows
    }
    return tuple(found.values())
