"""A budget that a file changes counts from the day on which it was imported."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Engine

from handlers.summaries.summarising import budget_on
from storage.db import reading
from storage.periods import fiscal_months
from storage.projects import find_project
from storage.recorded import Budget
from storage.recorded_months import recorded_of
from tests.imports.desk import take
from tests.imports.office import UNITS, csv

CODE = "50990000-0001"
TODAY = date(2026, 11, 25)
YESTERDAY = TODAY - timedelta(days=1)


def take_table(database: Engine, given: str, used: str) -> None:
    heads = ("รหัสโครงการ", "ชื่อโครงการ", "ปีงบประมาณ", "งบประมาณ", "เบิกจ่าย")
    take(database, csv([heads, (CODE, "โครงการคลองใส", "2570", given, used)]), name="projects.csv")


def budgets(database: Engine) -> tuple[Budget, Budget]:
    """What stood yesterday, and what stands since today."""
    with reading(database) as tx:
        found = find_project(tx, CODE)
        assert found is not None
        [recorded] = recorded_of(tx, [found[0]], fiscal_months(2570))
    return budget_on(YESTERDAY, recorded), budget_on(TODAY, recorded)


def test_what_is_known_first_always_stood(database: Engine) -> None:
    take(database, csv(UNITS), name="units.csv")
    take_table(database, "1000", "100")
    take_table(database, "1000", "100")
    assert budgets(database) == (Budget(Decimal(1000), Decimal(100)),) * 2


def test_of_several_changes_on_a_day_the_last_stands_and_the_first_names_what_stood(
    database: Engine,
) -> None:
    take(database, csv(UNITS), name="units.csv")
    for used in ("100", "250", "300"):
        take_table(database, "1000", used)
    stood, stands = budgets(database)
    assert (stood.used, stands.used) == (Decimal(100), Decimal(300))
