"""Indicators and scores of many projects in some months, counted.

Each takes `chosen`, which says which projects, as `storage.summaries.choose_projects` gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
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
    of_projects = select().select_from(project)
    theirs = of_projects.join(indicator, indicator.c.project_id == project.c.id).where(chosen)
    return _count(tx, theirs, quarter)


def count_unit_targets(
    tx: Connection, unit_codes: Collection[str], quarter: Quarter
) -> Iterable[TargetCount]:
    """Count the indicators that units answer for in the same way."""
    of_units = select().select_from(indicator).where(indicator.c.unit_code.in_(unit_codes))
    return _count(tx, of_units, quarter)


def _count(tx: Connection, indicators: Select[Any], quarter: Quarter) -> Iterable[TargetCount]:
    of_quarter = and_(
        indicator_quarter.c.indicator_id == indicator.c.id,
        indicator_quarter.c.number == quarter.number,
    )
    kinds = (indicator.c.target, indicator.c.measure, indicator_quarter.c.result)
    joined = indicators.outerjoin(indicator_quarter, of_quarter)
    of_year = joined.where(indicator.c.fiscal_year == quarter.fiscal_year)
    rows = tx.execute(of_year.add_columns(*kinds, func.count()).group_by(*kinds))
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
