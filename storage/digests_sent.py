"""Which digests were sent to whom, and which first reports came after them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.occurrences import Fate
from storage.periods import Period
from storage.tables import occurrence, project, report


@dataclass(frozen=True, slots=True)
class SentDigest:
    """What a person heard last of a unit's month, and when."""

    person_id: int
    unit_code: str
    at: datetime


_SENT = (
    select(
        occurrence.c.recipient_id,
        occurrence.c.subject,
        func.max(occurrence.c.at).label("at"),
    )
    .where(
        occurrence.c.period == bindparam("period"),
        occurrence.c.kind.in_(bindparam("kinds", expanding=True)),
        occurrence.c.fate == Fate.SAID.value,
    )
    .group_by(occurrence.c.recipient_id, occurrence.c.subject)
)

_earlier = report.alias("earlier")
_FIRSTS = (
    select(project.c.unit_code, report.c.filed_at)
    .join(project)
    .where(
        project.c.fiscal_year == bindparam("fiscal_year"),
        report.c.period == bindparam("period"),
        report.c.revision == 1,
        report.c.filed_at > bindparam("moment"),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.project_id == report.c.project_id,
            _earlier.c.period == report.c.period,
            _earlier.c.entry < report.c.entry,
        )
        .exists(),
    )
)


def last_sent(tx: Connection, period: Period, *, kinds: Collection[str]) -> tuple[SentDigest, ...]:
    """Give who heard of which unit's month, and when last; a subject begins with the unit."""
    rows = tx.execute(_SENT, {"period": str(period), "kinds": [*kinds]})
    latest: dict[tuple[int, str], datetime] = {}
    for row in rows:
        heard = row.recipient_id, row.subject.split(" ")[0]
        latest[heard] = max(row.at, latest.get(heard, row.at))
    return tuple(SentDigest(*heard, at) for heard, at in latest.items())


def first_filed_after(
    tx: Connection, period: Period, moment: datetime
) -> tuple[tuple[str, datetime], ...]:
    """Give the unit of each project whose first report of a month came after a moment, and when."""
    given = {"fiscal_year": period.fiscal_year, "period": period, "moment": moment}
    rows = tx.execute(_FIRSTS, given)
    return tuple((row.unit_code, row.filed_at) for row in rows)
