"""What is at risk and what is just not yet, as the rules say it and as the database counts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from handlers.oversight.reading import read_digest
from handlers.oversight.risk import Reason
from handlers.oversight.rules import read_rules
from storage.db import transaction
from storage.periods import Period
from storage.projects import save_project
from storage.records import ProjectFacts, ProjectStatus
from storage.units import save_unit
from tests.oversight.city import OTHER, Sent, add_reports, at

TODAY = date(2026, 11, 26)
"""57 of the 365 days of the fiscal year are over by then: 15.62 percent."""

FIFTEEN, MORE = "0.62", "0.61"


@pytest.mark.parametrize(
    ("reports", "facts", "reasons"),
    [
        ([at(20, FIFTEEN)], {}, []),
        ([at(20, MORE)], {}, [Reason.BEHIND]),
        ([at(20, 45, month=10), at(20, 45)], {}, []),
        ([at(20, 45, month=10), at(20, "44.99")], {}, [Reason.FELL]),
        ([at(20, "99.99")], {}, []),
        ([at(20, 100)], {}, [Reason.NOT_DONE]),
        ([at(20, 100)], {"status": ProjectStatus.DONE}, []),
        ([at(20, MORE)], {"status": ProjectStatus.SUSPENDED}, []),
        ([at(20, 26)], {"budget": Decimal(1000), "budget_used": Decimal(560)}, []),
        ([at(20, 26)], {"budget": Decimal(1000), "budget_used": Decimal("560.10")}, [Reason.SPENT]),
        ([at(20, 26)], {"budget": Decimal(0), "budget_used": Decimal(560)}, []),
        ([], {"budget": Decimal(1000), "budget_used": Decimal(1000)}, []),
        (
            [at(20, 60, month=10), at(20, "0.5")],
            {"budget": Decimal(1000), "budget_used": Decimal(1000)},
            [Reason.FELL, Reason.BEHIND, Reason.SPENT],
        ),
    ],
)
def test_a_reason_begins_just_beyond_its_bound(
    database: Engine, reports: list[Sent], facts: dict[str, Any], reasons: list[Reason]
) -> None:
    assert found(database, reports, facts, Period(2026, 11), TODAY) == reasons


@pytest.mark.parametrize(
    ("months", "percent", "reasons"),
    [([10, 11], 40, []), ([10, 11, 12], 40, [Reason.STALLED]), ([10, 12], 40, [Reason.STALLED])],
)
def test_two_months_without_progress_are_a_reason(
    database: Engine, months: list[int], percent: int, reasons: list[Reason]
) -> None:
    reports = [at(20, percent, month=month) for month in months]
    assert found(database, reports, {}, Period(2026, months[-1]), date(2026, 12, 22)) == reasons


def found(
    engine: Engine, reports: list[Sent], facts: dict[str, Any], month: Period, today: date
) -> list[Reason]:
    """Give the reasons that a digest tells of a project; the database counts what it tells."""
    with transaction(engine) as tx:
        save_unit(tx, OTHER)
        project = ProjectFacts(f"{OTHER.code}-0001", "โครงการทดลอง", OTHER.code, 2570)
        number = save_project(tx, replace(project, **facts)).id
        add_reports(tx, number, *reports)
        rules = read_rules(tx, month, today=today)
        told = read_digest(tx, rules, OTHER, [OTHER.code]).at_risk
    assert told.count == len(told.shown)
    return [risk.reason for one in told.shown for risk in one.risks]
