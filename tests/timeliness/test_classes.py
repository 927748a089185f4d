from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.timeliness.classes import (
    RUNNING,
    Class,
    First,
    Shares,
    class_of,
    judged_on,
    may_file,
    owes,
    shares_of,
    timeliness_of,
)
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import Period
from storage.records import ProjectStatus, Timeliness
from tests.timeliness.drawn import DAYS, MONTHS, POSSIBLE

NOVEMBER = deadlines_of(Policy(), Period(2026, 11))
DUE, LOCK, DAY = date(2026, 11, 25), date(2026, 12, 10), timedelta(days=1)
STATUSES = st.sampled_from(ProjectStatus)
FIRSTS = st.none() | st.builds(First, DAYS, st.none() | st.sampled_from(Timeliness))
COUNTS = st.dictionaries(st.sampled_from(Class), st.integers(0, 20_000))


def month_of(
    first: First | None = None,
    *,
    fiscal_year: int = 2570,
    status: ProjectStatus = ProjectStatus.IN_PROGRESS,
    today: date = LOCK,
) -> Class:
    return class_of(NOVEMBER, first, fiscal_year=fiscal_year, status=status, today=today)


@given(POSSIBLE, st.lists(st.tuples(MONTHS, FIRSTS, STATUSES, st.integers(2562, 2576))), DAYS)
def test_every_month_of_a_project_is_in_one_class_and_shares_add_up(
    policy: Policy,
    months: list[tuple[Period, First | None, ProjectStatus, int]],
    today: date,
) -> None:
    counts: Counter[Class] = Counter()
    for month, first, status, year in months:
        deadlines = deadlines_of(policy, month)
        found = class_of(deadlines, first, fiscal_year=year, status=status, today=today)
        owed = owes(month, fiscal_year=year, status=status, today=today)
        assert [
            first is not None and found in (Class.ON_TIME, Class.LATE),
            first is None and owed and found is Class.MISSING,
            first is None and not owed and found is Class.NOT_OWED,
        ].count(True) == 1
        counts[found] += 1
    assert counts.total() == len(months)
    shares = shares_of(counts)
    if counts.total() == counts[Class.NOT_OWED]:
        assert shares is None
    else:
        assert shares is not None
        assert shares.on_time + shares.late + shares.missing == 100


@given(COUNTS)
def test_shares_are_the_nearest_whole_ones_that_add_up(counts: dict[Class, int]) -> None:
    total = sum(count for one, count in counts.items() if one is not Class.NOT_OWED)
    shares = shares_of(counts)
    assert (shares is None) is (total == 0)
    if shares is None:
        return
    assert shares.on_time + shares.late + shares.missing == 100
    for one in (Class.ON_TIME, Class.LATE, Class.MISSING):
        assert abs(getattr(shares, one) * total - 100 * counts.get(one, 0)) < total


@pytest.mark.parametrize(
    ("counted", "shares"),
    [
        ((1, 1, 1), Shares(34, 33, 33)),
        ((2, 1, 0), Shares(67, 33, 0)),
        ((0, 0, 7), Shares(0, 0, 100)),
        ((1, 199, 0), Shares(1, 99, 0)),
        ((995, 3, 2), Shares(100, 0, 0)),
        ((0, 0, 0), None),
    ],
)
def test_shares(counted: tuple[int, int, int], shares: Shares | None) -> None:
    counts = dict(zip((Class.ON_TIME, Class.LATE, Class.MISSING), counted, strict=True))
    assert shares_of(counts | {Class.NOT_OWED: 50}) == shares


# --- the class --------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", Timeliness)
@pytest.mark.parametrize("reported_on", [DUE - DAY, DUE + DAY])
def test_the_class_that_was_kept_when_it_was_filed_stays(
    kept: Timeliness, reported_on: date
) -> None:
    assert month_of(First(reported_on, kept)) == Class(kept)


@pytest.mark.parametrize(
    ("reported_on", "found"),
    [(DUE, Class.ON_TIME), (DUE + DAY, Class.LATE), (LOCK + DAY, Class.LATE)],
)
def test_an_imported_report_is_classed_by_its_day(reported_on: date, found: Class) -> None:
    assert month_of(First(reported_on)) is found
    assert timeliness_of(NOVEMBER, reported_on) == found.value


@pytest.mark.parametrize("status", ProjectStatus)
def test_a_month_without_a_report_is_missing_while_the_project_runs(status: ProjectStatus) -> None:
    wanted = Class.MISSING if status in RUNNING else Class.NOT_OWED
    assert month_of(status=status) is wanted


def test_finished_suspended_and_cancelled_projects_do_not_run() -> None:
    ended = {ProjectStatus.DONE, ProjectStatus.SUSPENDED, ProjectStatus.CANCELLED}
    assert set(ProjectStatus) - RUNNING == ended


def test_a_project_of_another_year_owes_nothing_and_may_be_reported() -> None:
    assert month_of(fiscal_year=2569) is Class.NOT_OWED
    assert month_of(First(DUE), fiscal_year=2569) is Class.ON_TIME


def test_a_suspended_project_that_reports_counts() -> None:
    assert month_of(First(DUE), status=ProjectStatus.SUSPENDED) is Class.ON_TIME


def test_a_month_that_has_not_begun_is_not_owed() -> None:
    assert month_of(today=date(2026, 10, 31)) is Class.NOT_OWED
    assert month_of(today=date(2026, 11, 1)) is Class.MISSING


def test_the_fiscal_year_ends_with_september() -> None:
    owed = {
        str(month): owes(
            month, fiscal_year=2569, status=ProjectStatus.IN_PROGRESS, today=date(2026, 12, 1)
        )
        for month in (Period(2025, 9), Period(2025, 10), Period(2026, 9), Period(2026, 10))
    }
    assert owed == {"2025-09": False, "2025-10": True, "2026-09": True, "2026-10": False}


@pytest.mark.parametrize(("today", "day"), [(DUE - DAY, DUE - DAY), (DUE, DUE), (LOCK, DUE)])
def test_a_project_is_judged_by_its_status_on_the_due_day(today: date, day: date) -> None:
    assert judged_on(NOVEMBER, today) == day


# --- the lock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "reopened", "taken"),
    [
        (date(2026, 11, 1), False, True),
        (LOCK, False, True),
        (LOCK + DAY, False, False),
        (LOCK + DAY, True, True),
    ],
)
def test_reports_are_taken_until_the_lock_day_or_after_a_reopening(
    today: date, reopened: bool, taken: bool
) -> None:
    assert may_file(NOVEMBER, today, reopened=reopened) is taken


@given(POSSIBLE, MONTHS)
def test_what_is_on_time_is_taken(policy: Policy, month: Period) -> None:
    deadlines = deadlines_of(policy, month)
    assert may_file(deadlines, deadlines.due_on, reopened=False)
