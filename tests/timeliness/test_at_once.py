"""A change of the policy that makes a month late, or locks it, is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.timeliness.at_once import AtOnce, over_at_once
from handlers.timeliness.policy import LockMonth, Policy, deadlines_of
from handlers.timeliness.wording import tell_at_once
from storage.periods import Period
from tests.timeliness.drawn import MONTHS, POSSIBLE

NOVEMBER = Period(2026, 11)


def over(today: date, **changes: Any) -> AtOnce | None:
    before, after = Policy(), replace(Policy(), **changes)
    return over_at_once(deadlines_of(before, NOVEMBER), deadlines_of(after, NOVEMBER), today)


@pytest.mark.parametrize(
    ("day", "changes", "late", "locked"),
    [
        (18, {"due_day": 17}, True, False),
        (25, {"due_day": 20}, True, False),  # the last day by the old policy
        (30, {"due_day": 20, "lock_day": 28, "lock_month": LockMonth.SAME}, False, True),
        (22, {"due_day": 18, "lock_day": 20, "lock_month": LockMonth.SAME}, True, True),
    ],
)
def test_what_is_over_by_the_change_alone(
    day: int, changes: dict[str, Any], late: bool, locked: bool
) -> None:
    found = over(date(2026, 11, day), **changes)
    assert found is not None
    assert (found.late, found.locked) == (late, locked)
    assert len(tell_at_once(found, None, names={}, locale="th")) == late + locked


@pytest.mark.parametrize(
    ("day", "changes"),
    [
        (17, {"due_day": 17}),  # due today is not late
        (26, {"due_day": 17}),  # it was late before
        (20, {"due_day": 27}),
        (20, {"reserve": 0}),
    ],
)
def test_nothing_is_over_by_the_change(day: int, changes: dict[str, Any]) -> None:
    assert over(date(2026, 11, day), **changes) is None


@given(POSSIBLE, MONTHS, st.integers(-40, 80))
def test_the_same_policy_makes_nothing_late(policy: Policy, month: Period, days: int) -> None:
    same = deadlines_of(policy, month)
    today = date.fromordinal(month.first_day.toordinal() + days)
    assert over_at_once(same, same, today) is None
