from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.periods import (
    BANGKOK,
    Period,
    Quarter,
    fiscal_months,
    local_date,
    period_of,
)

periods = st.builds(Period, st.integers(1900, 2056), st.integers(1, 12))


# --- months ---------------------------------------------------------------------------------


@given(periods)
def test_a_period_is_read_back_from_what_it_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, periods)
def test_periods_are_in_the_order_of_time_also_when_written(one: Period, other: Period) -> None:
    assert (one < other) == (one.first_day < other.first_day) == (str(one) < str(other))


@given(periods)
def test_the_next_period_begins_the_day_after_the_last(period: Period) -> None:
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period.next.previous == period
    assert period.first_day.day == 1


@given(st.dates(date(1900, 1, 1), date(2056, 12, 31)))
def test_a_day_lies_within_its_period(day: date) -> None:
    period = period_of(day)
    assert period.first_day <= day <= period.last_day


@pytest.mark.parametrize(
    "text",
    [
        *("", "2023", "2023-8", "2023-13", "2023-00", "0000-01", "9999-12", "23-08"),
        *("๒๐๒๓-๐๘", " 2023-08", "2023-08\n", "2023/08", "2023-08-01"),
    ],
)
def test_no_period_is_read_from(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (period|month)"):
        Period.parse(text)


# --- fiscal years and quarters --------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2022, 9, 30), "2565Q4"),
        (date(2022, 10, 1), "2566Q1"),
        (date(2022, 12, 31), "2566Q1"),
        (date(2023, 1, 1), "2566Q2"),
        (date(2023, 3, 31), "2566Q2"),
        (date(2023, 4, 1), "2566Q3"),
        (date(2023, 6, 30), "2566Q3"),
        (date(2023, 7, 1), "2566Q4"),
        (date(2023, 9, 30), "2566Q4"),
        (date(2023, 10, 1), "2567Q1"),
    ],
)
def test_a_day_belongs_to_a_quarter(day: date, quarter: str) -> None:
    assert str(period_of(day).quarter) == quarter
    assert period_of(day).fiscal_year == int(quarter[:4])


@given(periods)
def test_a_period_is_one_of_three_of_its_quarter_and_twelve_of_its_year(period: Period) -> None:
    assert period in period.quarter.periods
    assert set(period.quarter.periods) <= set(fiscal_months(period.fiscal_year))
    assert [month.quarter for month in period.quarter.periods] == [period.quarter] * 3


@given(st.integers(2400, 2599))
def test_a_fiscal_year_runs_from_october_to_september(fiscal_year: int) -> None:
    months = fiscal_months(fiscal_year)
    assert [month.month for month in months] == [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert all(month.next == following for month, following in pairwise(months))
    assert months[-1].year == fiscal_year - 543


@given(st.integers(2400, 2599), st.integers(1, 4))
def test_a_quarter_is_read_back_from_what_it_writes(fiscal_year: int, number: int) -> None:
    quarter = Quarter(fiscal_year, number)
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.parse(str(quarter).lower()) == quarter


@pytest.mark.parametrize(
    "text", ["", "2566", "2566Q0", "2566Q5", "2023Q4", "66Q4", "2566-Q4", "๒๕๖๖Q4", "2566Q๔"]
)
def test_no_quarter_is_read_from(text: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter.parse(text)


def test_a_year_has_four_quarters() -> None:
    with pytest.raises(ValueError, match="no quarter 5"):
        Quarter(2566, 5)


# --- today ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 11, 30, 23, 59, tzinfo=BANGKOK), date(2026, 11, 30)),
    ],
)
def test_today_is_what_people_in_bangkok_call_it(moment: datetime, day: date) -> None:
    assert local_date(moment) == day


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        local_date(datetime(2026, 11, 30))  # noqa: DTZ001 - the case in question
