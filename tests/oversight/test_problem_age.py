"""The age of a problem is never below nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.oversight.risk import problem_age
from storage.periods import Period
from storage.project_months import Newest


@pytest.mark.parametrize(
    ("day", "days"),
    [(date(2026, 12, 27), 2), (date(2026, 12, 25), 0), (date(2026, 11, 30), 0)],
)
def test_a_problem_of_a_late_report_is_no_younger_than_nothing(day: date, days: int) -> None:
    told = date(2026, 12, 25)
    november = Period(2026, 11)
    newest = Newest(1, november, told, Decimal(40), None, november, told)
    assert problem_age(newest, day) == days
