"""What was filed after its month was locked, and what stood until then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    and_,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)

from storage.periods import Period, fiscal_months
from storage.quarter_marks import Chosen
from storage.summaries import NEWEST, months_before, of_newest
from storage.tables import project, report

Since = Mapping[tuple[str, Period], datetime]
"""The first moment after the lock of a month, by the code of the unit."""

_PERCENTS = ("start", "start_then", "end", "end_then")


@dataclass(frozen=True, slots=True)
class RevisedSum:
    """What was filed of a unit's projects after the locks.

    `entries` of the months are in a newest revision from then, and so many projects have another
    report before the months: `starts`. By all of them the sum of the percent before grew by
    `start`, that of the percent after by `end`, and the projects with any by `projects`.
    """

    unit_code: str
    entries: int
    starts: int
    projects: int
    start: Decimal
    end: Decimal


def sum_revisions(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], since: Since
) -> Iterable[RevisedSum]:
    """Sum up what was filed since the moments that `since` has of units and months.

    It has the months before in the same fiscal year, too; a month without a moment was not revised.
    """
    late = _late(since)
    entries = _count_entries(tx, chosen, periods, since, late)
    for row in _changes(tx, chosen, periods, since, late):
        count = entries.get(row.unit_code, 0)
        if count or row.starts:
            start, end = _grown(row.start, row.start_then), _grown(row.end, row.end_then)
            yield RevisedSum(row.unit_code, count, row.starts, row.projects, start, end)


def _late(since: Since) -> CTE:
    """Ask for all reports since the first of the moments of their month, whatever the unit."""
    first: dict[Period, datetime] = {}
    for (_, period), moment in since.items():
        first[period] = min(moment, first.get(period, moment))
    columns = (report.c.project_id, report.c.period, report.c.entry, report.c.revision)
    # Each by itself, for then it is one step in the index of months and moments.
    each = (
        select(*columns, report.c.filed_at).where(
            report.c.period == period, report.c.filed_at >= moment
        )
        for period, moment in sorted(first.items())
    )
    return union_all(*each).cte("late")


def _count_entries(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], since: Since, late: CTE
) -> dict[str, int]:
    later = report.alias("later")
    superseded = exists().where(
        later.c.project_id == late.c.project_id,
        later.c.period == late.c.period,
        later.c.entry == late.c.entry,
        later.c.revision > late.c.revision,
    )
    counted = select(project.c.unit_code, func.count().label("entries")).join(
        late, late.c.project_id == project.c.id
    )
    months = late.c.period.between(periods[0], periods[-1])
    rows = tx.execute(
        counted.where(chosen, months, _is_late(late, since), ~superseded).group_by(
            project.c.unit_code
        )
    )
    return {row.unit_code: row.entries for row in rows}


def _changes(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], since: Since, late: CTE
) -> Sequence[Row[Any]]:
    """Give by unit how what is before and after the months changed."""
    span = fiscal_months(periods[0].fiscal_year)[0], periods[-1]
    months = months_before(periods)
    in_time = or_(NEWEST.c.filed_at.is_(None), ~_is_late(NEWEST, since))

    def before(wanted: ColumnElement[Any], *only: ColumnElement[bool]) -> ColumnElement[Any]:
        return cast(null(), wanted.type) if months is None else of_newest(wanted, *months, *only)

    each = (
        select(
            project.c.unit_code,
            before(NEWEST.c.id).label("first"),
            before(NEWEST.c.id, in_time).label("first_then"),
            before(NEWEST.c.percent).label("start"),
            before(NEWEST.c.percent, in_time).label("start_then"),
            of_newest(NEWEST.c.percent, *span).label("end"),
            of_newest(NEWEST.c.percent, *span, in_time).label("end_then"),
        )
        .where(chosen, project.c.id.in_(select(late.c.project_id)))
        .cte("each_one")
        .prefix_with("MATERIALIZED")
    )
    is_another = each.c.first.is_distinct_from(each.c.first_then)
    return tx.execute(
        select(
            each.c.unit_code,
            func.sum(case((is_another, 1), else_=0)).label("starts"),
            (func.count(each.c.end) - func.count(each.c.end_then)).label("projects"),
            *(func.sum(each.c[key]).label(key) for key in _PERCENTS),
        ).group_by(each.c.unit_code)
    ).all()


def _grown(now: Decimal | None, then: Decimal | None) -> Decimal:
    return (now or Decimal(0)) - (then or Decimal(0))


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
