"""Reports on their way into the log. They are only ever added: a correction is a new revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from storage.periods import Period, period_of
from storage.records import Content, ImportedReport, Report, Timeliness
from storage.reports import log_of
from storage.tables import project, report


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files a report, by what event, and when; `inbox_id` can file only once."""

    reporter_id: int
    channel: str
    inbox_id: int
    reported_on: date
    timeliness: Timeliness
    now: datetime


@dataclass(frozen=True, slots=True)
class Added:
    """What a page's log brought: entries not known before, known ones that changed, the rest."""

    new: int
    revised: int
    unchanged: int


def hold_project(tx: Connection, project_id: int) -> None:
    """Let nobody else report on the project until the transaction ends."""
    tx.execute(
        select(project.c.id).where(project.c.id == project_id).with_for_update(key_share=True)
    )


def file_entry(
    tx: Connection, content: Content, *, project_id: int, period: Period, by: Filing
) -> None:
    """Add an entry to the project's month."""
    entry = _next_entry(tx, project_id, period)
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


def _next_entry(tx: Connection, project_id: int, period: Period) -> int:
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


def add_imported(tx: Connection, project_id: int, reports: Sequence[ImportedReport]) -> Added:
    """Merge the log of a page, oldest entry first; a page read twice adds nothing.

    Entries of one day are matched in their order. One that differs from what was imported
    before becomes the next revision. Reports filed in chat are left alone.
    """
    hold_project(tx, project_id)
    imported = [one for one in log_of(tx, project_id) if one.channel is None]
    known: dict[date, list[Report]] = {}
    for one in imported:
        known.setdefault(one.reported_on, []).append(one)
    new = revised = unchanged = 0
    for arriving in reports:
        same_day = known.get(arriving.reported_on, [])
        if not same_day:
            _add_imported(tx, arriving, project_id=project_id)
            new += 1
            continue
        before = same_day.pop(0)
        if before.content == arriving.content and before.text_date == arriving.text_date:
            unchanged += 1
            continue
        _revise_imported(tx, arriving, before)
        revised += 1
    return Added(new, revised, unchanged)


def _add_imported(tx: Connection, arriving: ImportedReport, *, project_id: int) -> None:
    period = period_of(arriving.reported_on)
    entry = _next_entry(tx, project_id, period)
    _insert_imported(tx, arriving, project_id=project_id, period=period, entry=entry, revision=1)


def _revise_imported(tx: Connection, arriving: ImportedReport, before: Report) -> None:
    _insert_imported(
        tx,
        arriving,
        project_id=before.project_id,
        period=before.period,
        entry=before.entry,
        revision=before.revision + 1,
    )


def _insert_imported(tx: Connection, arriving: ImportedReport, **place: Any) -> None:
    values = {
        "percent": arriving.content.percent,
        "narrative": arriving.content.narrative,
        "problems": arriving.content.problems,
        "obstacles": arriving.content.obstacles,
        "reported_on": arriving.reported_on,
        "text_date": arriving.text_date,
    }
    tx.execute(insert(report).values(values | place))
