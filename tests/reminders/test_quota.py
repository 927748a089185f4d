"""What may be sent for money: the larger count, the reserve, and LINE's months."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.quota import Quota, may_be_pushed, share_passed, spent_by_now
from storage.periods import Period
from storage.pushes import line_month
from storage.records import Worth

COUNTS = st.integers(0, 50_000)


def may(worth: Worth, most: int | None, spent: int, *, recipients: int = 1) -> bool:
    return may_be_pushed(worth, Quota(most, spent), recipients=recipients, reserve=20)


# --- the decision -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "reminder", "urgent"),
    [
        (0, True, True),
        (239, True, True),  # 61 of 300 are left, and a fifth is 60
        (240, False, True),
        (299, False, True),
        (300, False, False),
        (400, False, False),
    ],
)
def test_reminders_stop_at_the_reserve_and_escalations_at_the_end(
    spent: int, *, reminder: bool, urgent: bool
) -> None:
    assert may(Worth.REMINDER, 300, spent) is reminder
    assert may(Worth.URGENT, 300, spent) is urgent


@pytest.mark.parametrize("most", [None, 0, 300])
def test_what_is_free_never_costs_anything(most: int | None) -> None:
    assert not may(Worth.FREE, most, 0)


@given(spent=COUNTS, recipients=st.integers(1, 500))
def test_without_a_limit_everything_that_may_cost_goes_out(spent: int, recipients: int) -> None:
    for worth in (Worth.REMINDER, Worth.URGENT):
        assert may(worth, None, spent, recipients=recipients)


@given(most=COUNTS, spent=COUNTS, recipients=st.integers(1, 500), reserve=st.integers(0, 100))
def test_nothing_goes_over_the_limit_and_no_reminder_into_the_reserve(
    most: int, spent: int, recipients: int, reserve: int
) -> None:
    quota = Quota(most, spent)
    reminder, urgent = (
        may_be_pushed(worth, quota, recipients=recipients, reserve=reserve)
        for worth in (Worth.REMINDER, Worth.URGENT)
    )
    assert urgent == (spent + recipients <= most)
    assert reminder == (urgent and 100 * (most - spent - recipients) >= most * reserve)


def test_a_limit_that_has_no_whole_fifth_keeps_rather_one_more() -> None:
    assert may(Worth.REMINDER, 7, 4)  # 2 of 7 stay
    assert not may(Worth.REMINDER, 7, 5)


# --- the count --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "counted", "counting", "spent"),
    [
        (10, 10, 10, 10),
        (10, 10, 15, 15),  # five of ours since LINE was asked
        (200, 50, 60, 210),  # the website sent 150 that we know of from LINE alone
        (3, 10, 12, 12),  # LINE's count is behind ours
        (300, 10, 9, 300),  # one was taken off again
    ],
)
def test_the_larger_count_stands_and_ours_is_added_to_what_line_told(
    told: int, counted: int, counting: int, spent: int
) -> None:
    assert spent_by_now(told=told, counted=counted, counting=counting) == spent


@given(told=COUNTS, counted=COUNTS, counting=COUNTS)
def test_neither_count_is_ever_larger_than_what_is_taken_for_spent(
    told: int, counted: int, counting: int
) -> None:
    assert spent_by_now(told=told, counted=counted, counting=counting) >= max(told, counting)


# --- what admins hear of ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "spent", "share"),
    [
        (300, 0, None),
        (300, 239, None),
        (300, 240, 80),
        (300, 284, 80),
        (300, 285, 95),
        (300, 300, 95),
        (300, 900, 95),
        (None, 900, None),
        (0, 0, None),
    ],
)
def test_a_share_is_passed_when_it_is_spent(
    most: int | None, spent: int, share: int | None
) -> None:
    assert share_passed(Quota(most, spent)) == share


# --- the calendar -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC), Period(2026, 11)),
        (datetime(2026, 11, 30, 15, 0, tzinfo=UTC), Period(2026, 12)),  # 22:00 in Bangkok
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), Period(2027, 1)),
    ],
)
def test_lines_month_begins_at_midnight_in_japan(moment: datetime, month: Period) -> None:
    assert line_month(moment) == month
