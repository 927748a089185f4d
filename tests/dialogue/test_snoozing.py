"""A reminder is put off to a useful moment, and never past the due day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dialogue.snoozing import WISHES, Later, later
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import BANGKOK, local_date, period_of
from tests.timeliness.drawn import POSSIBLE

MINUTES = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# Songkran's eve is no holiday of the country; this office has it off.
POLICY = Policy(own_days=(date(2026, 4, 10),))


def bangkok(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


def put_off(wish: str, now: datetime, policy: Policy = POLICY) -> Later | None:
    due_on = deadlines_of(policy, period_of(local_date(now))).due_on
    return later(wish, policy, due_on=due_on, now=now)


@given(wish=st.sampled_from(WISHES), now=MINUTES, policy=st.just(POLICY) | POSSIBLE)
def test_a_reminder_comes_later_in_hours_of_work_and_by_the_due_day(
    wish: str, now: datetime, policy: Policy
) -> None:
    due_on = deadlines_of(policy, period_of(local_date(now))).due_on
    found = put_off(wish, now, policy)
    if found is None:
        assert local_date(now) >= due_on
        return
    there = found.at.astimezone(BANGKOK)
    assert now < found.at
    assert there.date() <= due_on
    assert policy.sending_from <= there.time() < policy.sending_until
    assert policy.calendar.is_working(there.date())
    assert not found.capped or there.date() == due_on


@given(wish=st.sampled_from(WISHES), now=MINUTES, policy=st.just(POLICY) | POSSIBLE)
def test_before_the_due_day_there_is_always_a_later_moment(
    wish: str, now: datetime, policy: Policy
) -> None:
    due_on = deadlines_of(policy, period_of(local_date(now))).due_on
    if local_date(now) < due_on:
        assert put_off(wish, now, policy) is not None


def test_an_office_that_sends_in_the_morning_alone_has_no_afternoon() -> None:
    morning = Policy(sending_until=time(12))
    assert put_off("afternoon", bangkok(24, 9), morning) == Later(bangkok(25, 8, 30))
    assert put_off("afternoon", bangkok(25, 9), morning) is None


def test_a_due_day_on_which_the_own_unit_is_closed_is_heard_of_the_working_day_before() -> None:
    closed = Policy(own_days=(date(2026, 11, 20),))
    found = later("week", closed, due_on=date(2026, 11, 20), now=bangkok(18, 9))
    assert found == Later(bangkok(19, 8, 30), capped=True)


@pytest.mark.parametrize(
    ("wish", "now", "then"),
    [
        ("afternoon", bangkok(17, 9), bangkok(17, 13, 30)),
        ("afternoon", bangkok(17, 13, 30), bangkok(18, 8, 30)),
        ("afternoon", bangkok(21, 9), bangkok(23, 8, 30)),  # a Saturday
        ("tomorrow", bangkok(20, 9), bangkok(23, 8, 30)),  # a Friday
        ("week", bangkok(16, 9), bangkok(23, 8, 30)),  # a Monday
        ("week", bangkok(22, 23), bangkok(23, 8, 30)),  # a Sunday
        ("tomorrow", bangkok(9, 10, month=4), bangkok(16, 8, 30, month=4)),  # Songkran
    ],
)
def test_the_later_moment_is_the_one_meant(wish: str, now: datetime, then: datetime) -> None:
    assert put_off(wish, now) == Later(then)


def test_what_would_be_past_the_due_day_comes_on_its_morning() -> None:
    assert put_off("week", bangkok(24, 16)) == Later(bangkok(25, 8, 30), capped=True)
    assert put_off("week", bangkok(25, 8, 0)) == Later(bangkok(25, 8, 30), capped=True)


@pytest.mark.parametrize("wish", WISHES)
def test_after_the_due_day_nothing_is_put_off(wish: str) -> None:
    assert put_off(wish, bangkok(25, 14)) is None
    assert put_off(wish, bangkok(25, 9)) == (
        Later(bangkok(25, 13, 30)) if wish == "afternoon" else None
    )
    assert put_off(wish, bangkok(26, 9)) is None


def test_the_morning_is_that_of_the_office() -> None:
    early = Policy(sending_from=POLICY.sending_from.replace(hour=7, minute=15))
    found = put_off("tomorrow", bangkok(17, 9), early)
    assert found == Later(bangkok(18, 7, 15))
    assert found.at - bangkok(17, 9) < timedelta(days=1)
