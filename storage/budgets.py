"""What budgets projects had: the register holds today's, and here is what stood until a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, case, func, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.quarter_counts import Chosen
from storage.recorded import Budget
from storage.statuses import day_by_unit
from storage.tables import budget_change, project


@dataclass(frozen=True, slots=True)
class BudgetThen:
    """What the projects of a unit had on a day beyond what they have now; less is negative.

    So many of them were `given` another budget since.
    """

    unit_code: str
    budget: Decimal
    budget_used: Decimal
    given: int


def note_budget(tx: Connection, project_id: int, before: Budget, *, until: date) -> None:
    """Keep what a project's budget was before it changed on a day.

    Of several changes on one day the first counts, for that is what stood until then.
    """
    tx.execute(
        insert(budget_change)
        .values(project_id=project_id, until=until, budget=before.given, budget_used=before.used)
        .on_conflict_do_nothing()
    )


def budgets_then(tx: Connection, chosen: Chosen, days: Mapping[str, date]) -> Iterable[BudgetThen]:
    """Give by unit how the budgets on its day differ from today's, where anything changed since."""
    later = budget_change.alias("later")
    changed = select(budget_change.c.project_id).where(budget_change.c.until > min(days.values()))
    first_after = (
        select(func.min(later.c.until))
        .where(later.c.project_id == project.c.id, later.c.until > day_by_unit(days))
        .correlate(project)
        .scalar_subquery()
    )
    sums = [
        func.sum(amount)
        for table in (budget_change, project)
        for amount in (table.c.budget, _used(table.c.budget, table.c.budget_used))
    ]
    is_another = budget_change.c.budget.is_distinct_from(project.c.budget)
    rows = tx.execute(
        select(project.c.unit_code, func.sum(case((is_another, 1), else_=0)), *sums)
        .join_from(project, budget_change)
        .where(chosen, project.c.id.in_(changed), budget_change.c.until == first_after)
        .group_by(project.c.unit_code)
    )
    for code, given, *amounts in rows:
        then, then_used, now, now_used = (amount or Decimal(0) for amount in amounts)
        yield BudgetThen(code, then - now, then_used - now_used, given)


def _used(budget: ColumnElement[Decimal], used: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    return case((budget.is_not(None), used))
