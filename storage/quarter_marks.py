"""Indicators and scores of many projects in some months, counted.

Each takes `chosen`, which says which projects, as `storage.summaries.choose_projects` gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    select,
)

from storage.periods import Period, Quarter
from storage.tables import evaluation, indicator, indicator_quarter, project

Chosen = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class TargetCount:
    """Indicators with that target and measure, as they are written, and that result."""

    target: str
    measure: str
    result: Decimal | None
    indicators: int


def count_targets(tx: Connection, chosen: Chosen, quarter: Quarter) -> Iterable[TargetCount]:
    """Count indicators of the quarter's year by target, measure and the result of the quarter."""
    of_quarter = and_(
        indicator_quarter.c.indicator_id == indicator.c.id,
        indicator_quarter.c.number == quarter.number,
    )
    kinds = (indicator.c.target, indicator.c.measure, indicator_quarter.c.result)
    rows = tx.execute(
        select(*kinds, func.count())
        .select_from(project)
        .join(indicator, indicator.c.project_id == project.c.id)
        .outerjoin(indicator_quarter, of_quarter)
        .where(chosen, indicator.c.fiscal_year == quarter.fiscal_year)
        .group_by(*kinds)
    )
    return [TargetCount(*row) for row in rows]


def sum_scores(
    tx: Connection, chosen: Chosen, periods: Sequence[Period], *, without_note: str
) -> tuple[int, Decimal]:
    """Count and sum the scores of the months' quarters, without those that bear that note."""
    wanted = (
        chosen,
        evaluation.c.fiscal_year == periods[0].fiscal_year,
        evaluation.c.quarter.in_({period.quarter.number for period in periods}),
        evaluation.c.note != without_note,
    )
    summed = select(func.count(evaluation.c.score), func.sum(evaluation.c.score))
    of_projects = summed.select_from(project).join(evaluation)
    count, total = tx.execute(of_projects.where(*wanted)).one()
    return count, total or Decimal(0)
