"""A month of many projects as the database counts and lists it: the rows of few are read.

What is alarming is said in `storage.attention`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, assert_never

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)

from storage.attention import Alarm, alarming, points
from storage.last_reports import select_last
from storage.periods import Period, fiscal_months
from storage.project_months import JudgedOn
from storage.records import ProjectStatus
from storage.statuses import status_lately
from storage.tables import last_report, project, report


class Kind(Enum):
    """Which projects are listed."""

    AT_RISK = "at_risk"
    IN_TROUBLE = "in_trouble"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class MonthView:
    """The projects of the month's fiscal year in the units that `judged_on` names, by a day."""

    period: Period
    day: date
    judged_on: Mapping[str, JudgedOn]
    alarm: Alarm

    @property
    def chosen(self) -> ColumnElement[bool]:
        of_year = project.c.fiscal_year == self.period.fiscal_year
        return and_(of_year, project.c.unit_code.in_(self.judged_on))


def count_by_status(tx: Connection, view: MonthView) -> dict[tuple[ProjectStatus, bool], int]:
    """Count the projects by their status on the day, and whether the month is reported."""
    each = (
        select(
            status_lately(view.day, since=view.day).label("status"),
            case((is_reported(view.period), 1), else_=0).label("reported"),
        )
        .where(view.chosen)
        .subquery()
    )
    rows = tx.execute(
        select(each.c.status, each.c.reported, func.count()).group_by(
            each.c.status, each.c.reported
        )
    )
    return {(ProjectStatus(status), bool(sent)): count for status, sent, count in rows}


@dataclass(frozen=True, slots=True)
class Found:
    """How many projects there are of a kind, and the numbers of some of them."""

    count: int = 0
    numbers: tuple[int, ...] = ()


def find_kinds(
    tx: Connection, view: MonthView, kinds: Collection[Kind], *, first: int, most: int
) -> dict[Kind, Found]:
    """Count the projects of kinds and give some of each, from the `first` on, counted from 0.

    Those with the most alarming reasons, the oldest problem, or the newest report come first. A
    kind with fewer than `first` is not counted.
    """
    last = _last_until(tx, view)
    reasons = alarming(view.alarm, last, line=points(view.alarm.line))
    runs = status_lately(view.day, since=view.day).in_(view.alarm.running)
    each = (
        select(
            project.c.id,
            project.c.code,
            case((runs, sum((case((one, 1), else_=0) for one in reasons), start=literal(0)))).label(
                "risks"
            ),
            last.c.problem_since,
            last.c.period,
            last.c.reported_on,
        )
        .select_from(project.join(last, last.c.project_id == project.c.id))
        .where(view.chosen)
        .cte("each_one")
        .prefix_with("MATERIALIZED")
    )
    pages = [_page(kind, each, view.period, first=first, most=most) for kind in kinds]
    numbers: defaultdict[Kind, list[int]] = defaultdict(list)
    counts: dict[Kind, int] = {}
    rows = tx.execute(union_all(*(select(page) for page in pages)).order_by("kind", "place"))
    for kind, number, count, _place in rows:
        numbers[Kind(kind)].append(number)
        counts[Kind(kind)] = count
    return {kind: Found(counts.get(kind, 0), tuple(numbers[kind])) for kind in kinds}


def _page(kind: Kind, each: CTE, period: Period, *, first: int, most: int) -> Subquery:
    match kind:
        case Kind.AT_RISK:
            wanted, order = each.c.risks > 0, each.c.risks.desc()
        case Kind.IN_TROUBLE:
            wanted, order = each.c.problem_since.is_not(None), each.c.problem_since.asc()
        case Kind.REPORTED:
            wanted, order = each.c.period == period, each.c.reported_on.desc()
        case _:
            assert_never(kind)
    ranked = (order, each.c.code)
    return (
        select(
            literal(kind.value).label("kind"),
            each.c.id,
            func.count().over().label("count"),
            func.row_number().over(order_by=ranked).label("place"),
        )
        .where(wanted)
        .order_by(*ranked)
        .offset(first)
        .limit(most)
        .subquery()
    )


def is_reported(period: Period) -> ColumnElement[bool]:
    """Say of a project that there is a report of the month."""
    return exists().where(report.c.project_id == project.c.id, report.c.period == period)


def _last_until(tx: Connection, view: MonthView) -> FromClause:
    """Give the newest report of each project by the end of the month, as a table.

    Where nothing newer was reported that is what is kept; what is, is looked for.
    """
    is_later = last_report.c.period > view.period
    newer = select(last_report.c.project_id).join(project).where(view.chosen, is_later)
    if tx.execute(newer.limit(1)).one_or_none() is None:
        return last_report
    months = report.c.period.between(fiscal_months(view.period.fiscal_year)[0], view.period)
    kept: Select[Any] = select(*last_report.c).join(project).where(view.chosen, ~is_later)
    found = select_last(and_(view.chosen, months, project.c.id.in_(newer)))
    return union_all(kept, found).cte("last_until")
