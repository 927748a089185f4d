"""What was filed after its month was locked, and what stood until then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, func, or_, select

from storage.periods import Period, fiscal_months
from storage.quarter_marks import Chosen
from storage.reports import superseded
from storage.summaries import NEWEST, of_newest
from storage.tables import project, report

Since = Mapping[tuple[str, Period], datetime]
"""The first moment after the lock of a month, by the code of the unit."""


@dataclass(frozen=True, slots=True)
class RevisedSum:
    """So many entries of a unit whose newest revision is from after the lock.

    By them the sum of the percent at the end grew by `percent`, and the projects with any by
    `projects`.
    """

    unit_code: str
    entries: int
    projects: int
    percent: Decimal


def sum_revisions(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], since: Since
) -> Iterable[RevisedSum]:
    """Sum up what was filed since the moments that `since` has of all units and months."""
    counted = (
        select(project.c.unit_code, func.count().label("entries")).select_from(project).join(report)
    )
    months = report.c.period.between(periods[0], periods[-1])
    wanted = counted.where(chosen, months, _is_late(report, since), ~superseded())
    rows = tx.execute(wanted.group_by(project.c.unit_code))
    entries: dict[str, int] = {row.unit_code: row.entries for row in rows}
    changes = _changes(tx, chosen, periods, since) if entries else {}
    for code, count in entries.items():
        yield RevisedSum(code, count, *changes[code])


def _changes(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], since: Since
) -> dict[str, tuple[int, Decimal]]:
    """Give by unit how many projects have a percent since, and how the sum of all changed."""
    span = fiscal_months(periods[0].fiscal_year)[0], periods[-1]
    in_time = or_(NEWEST.c.filed_at.is_(None), ~_is_late(NEWEST, since))
    each = (
        select(
            project.c.unit_code,
            of_newest(NEWEST.c.percent, *span).label("now"),
            of_newest(NEWEST.c.percent, *span, in_time).label("then"),
        )
        .where(
            chosen,
            exists().where(
                report.c.project_id == project.c.id,
                report.c.period.between(periods[0], periods[-1]),
                _is_late(report, since),
            ),
        )
        .cte("each_one")
        .prefix_with("MATERIALIZED")
    )
    rows = tx.execute(
        select(
            each.c.unit_code,
            func.count(each.c.now) - func.count(each.c.then),
            func.sum(each.c.now),
            func.sum(each.c.then),
        ).group_by(each.c.unit_code)
    )
    zero = Decimal(0)
    return {code: (more, (now or zero) - (then or zero)) for code, more, now, then in rows}


def _is_late(filed: FromClause, since: Since) -> ColumnElement[bool]:
    """Say of a report of a project that it was filed after the lock."""
    units: defaultdict[tuple[Period, datetime], list[str]] = defaultdict(list)
    for (code, period), moment in since.items():
        units[period, moment].append(code)
    return or_(
        *(
            and_(
                filed.c.period == period,
                filed.c.filed_at >= moment,
                project.c.unit_code.in_(codes),
            )
            for (period, moment), codes in units.items()
        )
    )
