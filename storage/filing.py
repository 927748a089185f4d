"""Reports on their way into the log. They are only ever added: a correction is a new revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.last_reports import keep_last_report
from storage.periods import Period
from storage.records import Content, Timeliness
from storage.tables import project, report

_HOLD = select(project.c.id).where(project.c.id == bindparam("project"))
_HOLD = _HOLD.with_for_update(key_share=True)


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files a report, by what event, and when; `inbox_id` can file only once."""

    reporter_id: int
    channel: str
    inbox_id: int
    reported_on: date
    timeliness: Timeliness
    now: datetime


def hold_project(tx: Connection, project_id: int) -> None:
    """Let nobody else report on the project until the transaction ends."""
    tx.execute(_HOLD, {"project": project_id})


def file_entry(
    tx: Connection, content: Content, *, project_id: int, period: Period, by: Filing
) -> None:
    """Add an entry to the project's month."""
    entry = next_entry(tx, project_id, period)
    _file(tx, content, by, project_id=project_id, period=period, entry=entry, revision=1)


def file_revision(
    tx: Connection,
    content: Content,
    *,
    project_id: int,
    period: Period,
    entry: int,
    revision: int,
    by: Filing,
) -> None:
    """Correct an entry: add `revision`, the one after the newest; the older ones stay.

    IntegrityError where that revision is there already.
    """
    # A correction does not change whether the month was reported in time.
    first = select(report.c.timeliness).where(
        report.c.project_id == project_id,
        report.c.period == period,
        report.c.entry == entry,
        report.c.revision == 1,
    )
    timeliness = tx.execute(first).scalar_one()
    _file(
        tx,
        content,
        by,
        project_id=project_id,
        period=period,
        entry=entry,
        revision=revision,
        timeliness=timeliness,
    )


def next_entry(tx: Connection, project_id: int, period: Period) -> int:
    newest = select(func.coalesce(func.max(report.c.entry), 0)).where(
        report.c.project_id == project_id, report.c.period == period
    )
    return int(tx.execute(newest).scalar_one()) + 1


def _file(tx: Connection, content: Content, by: Filing, **place: Any) -> None:
    values = {
        "percent": content.percent,
        "narrative": content.narrative,
        "problems": content.problems,
        "obstacles": content.obstacles,
        "reported_on": by.reported_on,
        "timeliness": by.timeliness,
        "filed_at": by.now,
        "reporter_id": by.reporter_id,
        "channel": by.channel,
        "inbox_id": by.inbox_id,
    }
    tx.execute(insert(report).values(values | place))
    keep_last_report(tx, place["project_id"])
