"""How some projects stand by today, with their newest report as it is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from storage.attention import Among
from storage.periods import Period
from storage.project_months import FirstSent, Newest, Standing
from storage.records import ProjectStatus, Timeliness
from storage.statuses import day_by_unit, status_on
from storage.tables import last_report, project, report, unit


def standings_by_number(
    tx: Connection, among: Among, numbers: Collection[int]
) -> dict[int, Standing]:
    """Give how projects stand by today, by number; their reporters are not read."""
    rows = tx.execute(
        select(
            project.c.id,
            project.c.code,
            project.c.name,
            project.c.unit_code,
            unit.c.name.label("unit"),
            project.c.fiscal_year,
            project.c.status,
            status_on(day_by_unit(among.judged)).label("judged"),
            project.c.budget,
            project.c.budget_used,
            *(column.label(f"last_{column.name}") for column in _NEWEST),
        )
        .join(unit, unit.c.code == project.c.unit_code)
        .outerjoin(last_report)
        .where(project.c.id.in_(numbers))
    )
    firsts = _firsts(tx, numbers, among.period)
    return {row.id: _standing(row, firsts.get(row.id)) for row in rows}


_NEWEST = tuple(
    column for column in last_report.c if column.name not in {"project_id", "stands_for"}
)


def _standing(row: Any, first: FirstSent | None) -> Standing:
    newest = None
    if row.last_report_id is not None:
        newest = Newest(*(getattr(row, f"last_{column.name}") for column in _NEWEST))
    status, judged = ProjectStatus(row.status), ProjectStatus(row.judged)
    return Standing(
        project_id=row.id,
        code=row.code,
        name=row.name,
        unit_code=row.unit_code,
        unit=row.unit,
        fiscal_year=row.fiscal_year,
        status=status,
        status_judged=judged,
        status_before=judged,
        budget=row.budget,
        budget_used=row.budget_used,
        first=first,
        first_before=None,
        newest=newest,
        reporters=(),
    )


def _firsts(tx: Connection, numbers: Collection[int], period: Period) -> dict[int, FirstSent]:
    rows = tx.execute(
        select(
            report.c.project_id, report.c.reported_on, report.c.timeliness, report.c.filed_at
        ).where(
            report.c.project_id.in_(numbers),
            report.c.period == period,
            report.c.entry == 1,
            report.c.revision == 1,
        )
    )
    return {
        row.project_id: FirstSent(
            row.reported_on,
            None if row.timeliness is None else Timeliness(row.timeliness),
            row.filed_at,
        )
        for row in rows
    }
