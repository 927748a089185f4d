from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.timeliness.policy import LockMonth, Policy, deadlines_of
from storage.periods import Period
from tests.timeliness.drawn import MONTHS, POSSIBLE

NOVEMBER = Period(2026, 11)


def days_off(first: str, last: str) -> tuple[date, ...]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    return tuple(day + timedelta(days=n) for n in range((end - day).days + 1))


@given(POSSIBLE, MONTHS)
def test_a_due_day_is_a_working_day_of_its_month(policy: Policy, month: Period) -> None:
    due_on = deadlines_of(policy, month).due_on
    assert policy.calendar.is_working(due_on)
    assert month.first_day <= due_on <= month.last_day


@given(POSSIBLE, MONTHS)
def test_a_due_day_moves_forward_only_where_no_working_day_is_before(
    policy: Policy, month: Period
) -> None:
    due_on = deadlines_of(policy, month).due_on
    earlier = [month.first_day + timedelta(days=n) for n in range((due_on - month.first_day).days)]
    assert due_on.day <= policy.due_day or not any(map(policy.calendar.is_working, earlier))


@given(POSSIBLE, MONTHS, st.integers(1, 31))
def test_a_later_day_of_the_month_is_never_due_earlier(
    policy: Policy, month: Period, other: int
) -> None:
    first, second = sorted((policy.due_day, other))
    days = [deadlines_of(replace(policy, due_day=day), month).due_on for day in (first, second)]
    assert days == sorted(days)


@given(POSSIBLE, MONTHS)
def test_a_month_is_locked_after_it_is_due(policy: Policy, month: Period) -> None:
    deadlines = deadlines_of(policy, month)
    assert deadlines.due_on <= deadlines.locks_after <= month.next.last_day


@given(POSSIBLE, MONTHS)
def test_every_step_is_on_a_working_day_and_in_order(policy: Policy, month: Period) -> None:
    deadlines = deadlines_of(policy, month)
    steps = [*deadlines.reminders, *filter(None, (deadlines.unit_on, deadlines.above_on))]
    assert all(map(policy.calendar.is_working, steps))
    assert list(deadlines.reminders) == sorted(set(deadlines.reminders))
    assert (deadlines.unit_on is None) is (policy.escalate_unit == 0)
    assert (deadlines.above_on is None) is (policy.escalate_above == 0)
    if deadlines.unit_on and deadlines.above_on:
        assert deadlines.due_on < deadlines.unit_on <= deadlines.above_on


@pytest.mark.parametrize(
    ("month", "settings", "due_on"),
    [
        ("2026-11", {}, "2026-11-25"),
        # a Saturday, and the 25th and the days before it among holidays
        ("2026-04", {}, "2026-04-24"),
        ("2026-04", {"due_day": 15}, "2026-04-10"),
        ("2026-11", {"own_days": days_off("2026-11-16", "2026-11-27")}, "2026-11-13"),
        # no working day of the month before it
        ("2026-11", {"due_day": 3, "own_days": days_off("2026-11-02", "2026-11-03")}, "2026-11-04"),
        ("2026-11", {"due_day": 1}, "2026-11-02"),
        # the last day of the fiscal year
        ("2026-09", {"due_day": 30}, "2026-09-30"),
        ("2028-09", {"due_day": 30}, "2028-09-29"),
        # February, and other months that are shorter
        ("2028-02", {"due_day": 29}, "2028-02-29"),
        ("2027-02", {"due_day": 29}, "2027-02-26"),
        ("2026-02", {"due_day": 31}, "2026-02-27"),
        ("2026-06", {"due_day": 31}, "2026-06-30"),
    ],
)
def test_due_days(month: str, settings: dict[str, Any], due_on: str) -> None:
    deadlines = deadlines_of(Policy(**settings), Period.parse(month))
    assert deadlines.due_on == date.fromisoformat(due_on)


@pytest.mark.parametrize(
    ("month", "settings", "locks_after"),
    [
        ("2026-11", {}, "2026-12-10"),
        ("2026-12", {}, "2027-01-10"),  # a Sunday: who is late may well use it
        ("2026-09", {}, "2026-10-10"),  # of the next fiscal year
        ("2027-01", {"lock_day": 31}, "2027-02-28"),
        ("2028-01", {"lock_day": 29}, "2028-02-29"),
        ("2026-11", {"lock_month": LockMonth.SAME, "lock_day": 31}, "2026-11-30"),
        (
            "2026-11",
            {
                "due_day": 2,
                "lock_month": LockMonth.SAME,
                "lock_day": 3,
                "own_days": days_off("2026-11-02", "2026-11-04"),
            },
            "2026-11-05",
        ),
    ],
)
def test_lock_days(month: str, settings: dict[str, Any], locks_after: str) -> None:
    deadlines = deadlines_of(Policy(**settings), Period.parse(month))
    assert deadlines.locks_after == date.fromisoformat(locks_after)


def test_the_steps_of_a_month() -> None:
    deadlines = deadlines_of(Policy(), NOVEMBER)
    assert deadlines.period == NOVEMBER
    assert deadlines.reminders == (date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 26))
    assert (deadlines.unit_on, deadlines.above_on) == (date(2026, 11, 30), date(2026, 12, 2))
    silent = deadlines_of(Policy(reminders=(), escalate_unit=0, escalate_above=0), NOVEMBER)
    assert (silent.reminders, silent.unit_on, silent.above_on) == ((), None, None)
