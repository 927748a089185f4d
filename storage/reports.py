"""Reading the log of each project, always in the newest revision of each entry."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select

from storage.periods import Period
from storage.records import Content, Report, Timeliness
from storage.tables import person, report

COLUMNS = (
    report.c.id,
    report.c.project_id,
    report.c.period,
    report.c.entry,
    report.c.revision,
    report.c.percent,
    report.c.narrative,
    report.c.problems,
    report.c.obstacles,
    report.c.reported_on,
    report.c.text_date,
    report.c.timeliness,
    report.c.filed_at,
    report.c.reporter_id,
    person.c.name.label("reporter"),
    report.c.channel,
)
"""What `report_of` needs of a row."""


def log_of(tx: Connection, project_id: int) -> tuple[Report, ...]:
    """Give a project's entries in their newest revisions, oldest first."""
    return tuple(
        sorted(
            _read(tx, _current().where(report.c.project_id == project_id)),
            key=lambda one: (one.reported_on, one.period, one.entry),
        )
    )


def entries_of(tx: Connection, project_id: int) -> tuple[tuple[Report, ...], ...]:
    """Give every entry of a project with all its revisions, the oldest of each first."""
    place = (report.c.period, report.c.entry, report.c.revision)
    rows = _read(tx, _all().where(report.c.project_id == project_id).order_by(*place))
    return tuple(
        tuple(revisions) for _, revisions in groupby(rows, key=lambda one: (one.period, one.entry))
    )


def latest_months_of(tx: Connection, project_id: int, *, limit: int) -> tuple[Report, ...]:
    """Give the entries of a project's latest months, the first of which says how far it is."""
    theirs = _current().where(report.c.project_id == project_id)
    order = (report.c.period.desc(), report.c.entry.desc())
    return tuple(_read(tx, theirs.order_by(*order).limit(limit)))


def latest_of(tx: Connection, project_ids: Collection[int], *, limit: int) -> tuple[Report, ...]:
    """Give what was sent last of several projects together, newest first."""
    theirs = _current().where(report.c.project_id.in_(project_ids))
    order = (report.c.reported_on.desc(), report.c.period.desc(), report.c.entry.desc())
    return tuple(_read(tx, theirs.order_by(*order, report.c.id.desc()).limit(limit)))


def report_by_id(tx: Connection, report_id: int) -> Report | None:
    """Give one revision of a report, or None."""
    return next(iter(_read(tx, _all().where(report.c.id == report_id))), None)


def newest_filed_by(tx: Connection, inbox_id: int) -> Report | None:
    """Give the newest revision of the entry that an event filed or corrected, or None."""
    place = select(report.c.project_id, report.c.period, report.c.entry)
    found = tx.execute(place.where(report.c.inbox_id == inbox_id)).one_or_none()
    if found is None:
        return None
    of_entry = zip((report.c.project_id, report.c.period, report.c.entry), found, strict=True)
    return _read(tx, _current().where(*(column == value for column, value in of_entry)))[0]


def reported_among(tx: Connection, project_ids: Collection[int], period: Period) -> frozenset[int]:
    """Give those of some projects that there is a report of the month of."""
    found = select(report.c.project_id).distinct()
    theirs = found.where(report.c.project_id.in_(project_ids), report.c.period == period)
    return frozenset(tx.scalars(theirs))


def problems_of(tx: Connection, report_ids: Collection[int]) -> dict[int, str]:
    """Give what reports say of problems, else of obstacles, by their numbers."""
    words = func.coalesce(report.c.problems, report.c.obstacles)
    found = select(report.c.id, words).where(report.c.id.in_(report_ids), words.is_not(None))
    return {row[0]: row[1] for row in tx.execute(found)}


def count_filed_by(tx: Connection, person_id: int) -> int:
    """Count the entries that a person filed, however often they were corrected."""
    return tx.execute(
        select(func.count())
        .select_from(report)
        .where(report.c.reporter_id == person_id, report.c.revision == 1)
    ).scalar_one()


def _all() -> Select[Any]:
    return select(*COLUMNS).join(person, person.c.id == report.c.reporter_id, isouter=True)


def _current() -> Select[Any]:
    return _all().where(~superseded())


def superseded() -> ColumnElement[bool]:
    """Say that a later revision of the same entry stands in place of a report."""
    later = report.alias("later")
    return exists().where(
        later.c.project_id == report.c.project_id,
        later.c.period == report.c.period,
        later.c.entry == report.c.entry,
        later.c.revision > report.c.revision,
    )


def _read(tx: Connection, query: Select[Any]) -> list[Report]:
    return [report_of(row) for row in tx.execute(query)]


def report_of(row: Row[*tuple[Any, ...]]) -> Report:
    """Give the report in a row that holds COLUMNS."""
    return Report(
        id=row.id,
        project_id=row.project_id,
        period=row.period,
        entry=row.entry,
        revision=row.revision,
        content=Content(row.percent, row.narrative, row.problems, row.obstacles),
        reported_on=row.reported_on,
        text_date=row.text_date,
        timeliness=None if row.timeliness is None else Timeliness(row.timeliness),
        filed_at=row.filed_at,
        reporter_id=row.reporter_id,
        reporter=row.reporter or None,
        channel=row.channel,
    )
