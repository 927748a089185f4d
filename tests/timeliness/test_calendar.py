from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.timeliness.calendar import Calendar
from tests.timeliness.drawn import DAYS, OWN_DAYS

PLAIN = Calendar()
CALENDARS = st.builds(Calendar, OWN_DAYS)
COUNTS = st.integers(0, 12)


def between(first: date, last: date) -> list[date]:
    """The days after the first one, until and with the last."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


@given(CALENDARS, DAYS)
def test_the_working_day_before_is_the_nearest_one(calendar: Calendar, day: date) -> None:
    found = calendar.working_day_before(day)
    assert calendar.is_working(found)
    assert found <= day
    assert not any(calendar.is_working(later) for later in between(found, day))


@given(CALENDARS, DAYS, COUNTS)
def test_going_on_counts_working_days(calendar: Calendar, day: date, count: int) -> None:
    found = calendar.after(day, count)
    assert sum(map(calendar.is_working, between(day, found))) == count
    assert calendar.is_working(found) or found == day


@given(CALENDARS, DAYS, COUNTS)
def test_going_on_and_back_comes_home(calendar: Calendar, day: date, count: int) -> None:
    start = calendar.working_day_before(day)
    assert calendar.before(calendar.after(start, count), count) == start
    assert calendar.after(calendar.before(start, count), count) == start
    assert calendar.shifted(calendar.shifted(start, -count), count) == start


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_a_later_day_never_leads_to_an_earlier_one(
    calendar: Calendar, one: date, other: date, count: int
) -> None:
    first, second = sorted((one, other))
    assert calendar.working_day_before(first) <= calendar.working_day_before(second)
    assert calendar.after(first, count) <= calendar.after(second, count)
    assert calendar.before(first, count) <= calendar.before(second, count)


@given(CALENDARS, DAYS, COUNTS)
def test_more_working_days_lead_further(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.after(day, count) < calendar.after(day, count + 1)
    assert calendar.before(day, count) > calendar.before(day, count + 1)


@given(OWN_DAYS)
def test_the_offices_own_days_are_days_off(own: frozenset[date]) -> None:
    assert not any(map(Calendar(own).is_working, own))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-04-10", True),
        ("2026-04-11", False),  # Saturday
        ("2026-04-13", False),  # Songkran
        ("2026-04-15", False),
        ("2026-04-16", True),
        ("2026-12-05", False),  # a holiday on a Saturday …
        ("2026-12-07", False),  # … has its Monday
        ("2026-12-31", False),
        ("2028-02-29", True),
    ],
)
def test_days_of_thailand(day: str, works: bool) -> None:
    assert PLAIN.is_working(date.fromisoformat(day)) is works


def test_songkran_is_stepped_over() -> None:
    assert PLAIN.after(date(2026, 4, 10), 1) == date(2026, 4, 16)
    assert PLAIN.before(date(2026, 4, 16), 1) == date(2026, 4, 10)
    longer = Calendar(frozenset({date(2026, 4, 16), date(2026, 4, 10)}))
    assert longer.after(date(2026, 4, 9), 1) == date(2026, 4, 17)


def test_the_year_may_end_on_the_way() -> None:
    assert PLAIN.after(date(2026, 12, 30), 1) == date(2027, 1, 4)
    assert PLAIN.before(date(2027, 1, 4), 1) == date(2026, 12, 30)


def test_no_working_days_on_is_the_day_itself() -> None:
    saturday = date(2026, 4, 11)
    assert PLAIN.after(saturday, 0) == PLAIN.before(saturday, 0) == saturday


def test_days_are_not_counted_below_none() -> None:
    with pytest.raises(ValueError, match="-1"):
        PLAIN.after(date(2026, 4, 10), -1)
