"""What one person should have heard by now, as a function of nothing but what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.timeliness.policy import Policy, deadlines_of
from reminders.due import AGAIN, DRAFT, REMIND, Due, Facts, Month, due, month_of
from storage.periods import BANGKOK, Period, local_date
from storage.records import Occurrence
from tests.reminders.office import at

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOVEMBER = Period(2026, 11)
POLICY = Policy()
DUE_ON = date(2026, 11, 25)
WEDNESDAY = at(DUE_ON, 9)


def month(period: Period = NOVEMBER, policy: Policy = POLICY) -> Month:
    return month_of(policy, deadlines_of(policy, period))


def owing(**known: Any) -> Facts:
    return replace(Facts(1, (month(),)), **known)


def step(number: int, period: Period = NOVEMBER) -> Occurrence:
    return Occurrence(REMIND, 1, str(number), period)


def said(facts: Facts, now: datetime, policy: Policy = POLICY) -> list[str]:
    return [f"{one.kind} {one.subject}" for one in due(policy, facts, now).say]


# --- the ladder -----------------------------------------------------------------------------


def told_day_by_day(facts: Facts, *, first: date, days: int, policy: Policy = POLICY) -> list[str]:
    """Tick every hour of some days, noting what is said, and give on which days what was said."""
    told = []
    for hour in range(24 * days):
        now = at(first, 0) + hour * HOUR
        its = due(policy, facts, now)
        facts = replace(facts, noted=facts.noted | {*its.say, *its.skip})
        told += [f"{local_date(now):%d %b} {one.kind} {one.subject}" for one in its.say]
    return told


def test_each_step_is_said_once_on_its_day() -> None:
    assert told_day_by_day(owing(), first=date(2026, 11, 1), days=40) == [
        "20 Nov remind -3",
        "25 Nov remind 0",
        "26 Nov remind 1",
    ]


@pytest.mark.parametrize(
    ("period", "policy", "days"),
    [
        # Songkran, the 13th to the 15th, is before the due day, or on it.
        (Period(2026, 4), Policy(due_day=16), ["08 Apr", "16 Apr", "17 Apr"]),
        (Period(2026, 4), Policy(due_day=15), ["07 Apr", "10 Apr", "16 Apr"]),
        # The 25th is a Saturday, so the Friday before.
        (Period(2026, 7), POLICY, ["21 Jul", "24 Jul", "27 Jul"]),
        # The last day of the fiscal year.
        (Period(2026, 9), Policy(due_day=30), ["25 Sep", "30 Sep", "01 Oct"]),
        (Period(2028, 2), Policy(due_day=31), ["24 Feb", "29 Feb", "01 Mar"]),
        (Period(2027, 2), Policy(due_day=29), ["23 Feb", "26 Feb", "01 Mar"]),
    ],
)
def test_the_ladder_stands_on_working_days(period: Period, policy: Policy, days: list[str]) -> None:
    facts = Facts(1, (month(period, policy),))
    told = told_day_by_day(facts, first=period.first_day, days=40, policy=policy)
    assert told == [f"{day} remind {number}" for day, number in zip(days, (-3, 0, 1), strict=True)]


@pytest.mark.parametrize(
    ("clock", "speaks"),
    [("08:29", False), ("08:30", True), ("16:29", True), ("16:30", False), ("23:00", False)],
)
def test_nobody_hears_outside_the_hours(clock: str, speaks: bool) -> None:
    now = datetime.combine(DUE_ON, time.fromisoformat(clock), BANGKOK)
    assert bool(said(owing(), now)) is speaks
    assert bool(said(owing(), now.astimezone(UTC))) is speaks


def test_nobody_hears_on_a_day_off() -> None:
    own = Policy(own_days=(date(2026, 11, 27),))
    assert said(owing(), at(date(2026, 11, 28), 9)) == []
    assert said(owing(), at(date(2026, 11, 27), 9)) == ["remind 1"]
    assert said(owing(), at(date(2026, 11, 27), 9), own) == []


def test_of_what_was_missed_only_the_latest_is_said() -> None:
    after_an_outage = at(date(2026, 11, 27), 9)
    assert due(POLICY, owing(), after_an_outage) == Due((step(1),), (step(-3), step(0)))


def test_a_step_before_one_that_was_said_is_not_made_up_for() -> None:
    assert due(POLICY, owing(noted=frozenset({step(0)})), WEDNESDAY) == Due()


def test_who_owes_nothing_hears_nothing() -> None:
    assert due(POLICY, Facts(1), WEDNESDAY) == Due()


def test_two_months_are_said_at_once() -> None:
    open_long = Policy(lock_day=31)
    months = tuple(month(one, open_long) for one in (NOVEMBER, NOVEMBER.next))
    facts = Facts(1, months, frozenset({step(1)}))
    assert said(facts, at(date(2026, 12, 25), 9), open_long) == ["remind 0"]
    noted = due(open_long, Facts(1, months), at(date(2026, 12, 25), 9)).say
    assert noted == (step(1), step(0, NOVEMBER.next))


# --- drafts ---------------------------------------------------------------------------------


def test_nobody_is_disturbed_in_the_middle_of_a_draft() -> None:
    touched = WEDNESDAY - 59 * MINUTE
    assert said(owing(drafting_since=touched), WEDNESDAY) == []
    assert said(owing(drafting_since=touched), WEDNESDAY + MINUTE) == ["remind 0"]


def test_a_draft_left_for_a_day_is_offered_once() -> None:
    touched = WEDNESDAY - DAY
    left = Facts(1, drafting_since=touched)
    offered = Occurrence(DRAFT, 1, touched.isoformat())
    assert due(POLICY, left, WEDNESDAY - MINUTE) == Due()
    assert due(POLICY, left, WEDNESDAY) == Due((offered,))
    assert due(POLICY, replace(left, noted=frozenset({offered})), WEDNESDAY) == Due()


def test_a_draft_that_was_forgotten_long_ago_is_let_be() -> None:
    assert said(Facts(1, drafting_since=WEDNESDAY - 14 * DAY), WEDNESDAY) == []
    assert said(Facts(1, drafting_since=WEDNESDAY - 13 * DAY), WEDNESDAY) == [
        f"draft {(WEDNESDAY - 13 * DAY).isoformat()}"
    ]


def test_a_draft_rides_on_a_reminder() -> None:
    touched = WEDNESDAY - DAY
    assert [one.kind for one in due(POLICY, owing(drafting_since=touched), WEDNESDAY).say] == [
        REMIND,
        DRAFT,
    ]


# --- snoozing -------------------------------------------------------------------------------

REMINDED = frozenset({step(-3)})


def test_who_wished_to_hear_later_hears_then() -> None:
    until = at(date(2026, 11, 24), 8, 30)
    facts = owing(noted=REMINDED, snoozed_until=until)
    assert said(facts, until - DAY) == []
    assert said(facts, until) == [f"again {until.isoformat()}"]


def test_the_wish_and_the_step_of_one_moment_are_said_once() -> None:
    until = at(DUE_ON, 8, 30)
    facts = owing(noted=REMINDED, snoozed_until=until)
    again = Occurrence(AGAIN, 1, until.isoformat(), NOVEMBER)
    assert due(POLICY, facts, until) == Due((step(0),), (again,))


def test_no_wish_counts_past_the_due_day() -> None:
    facts = owing(noted=REMINDED, snoozed_until=at(date(2026, 12, 1), 9))
    assert said(facts, WEDNESDAY) == []
    assert said(facts, at(date(2026, 11, 26), 9)) == ["remind 1"]


def test_a_wish_of_the_month_before_is_no_reminder() -> None:
    facts = owing(snoozed_until=at(date(2026, 10, 21), 9))
    assert told_day_by_day(facts, first=date(2026, 11, 1), days=24) == ["20 Nov remind -3"]


# --- whatever is known ------------------------------------------------------------------------

moments = st.timedeltas(0 * DAY, 50 * DAY).map(lambda later: at(date(2026, 11, 1), 0) + later)
known = st.builds(
    Facts,
    st.just(1),
    st.sampled_from([(), (month(),), (month(NOVEMBER.previous), month())]),
    st.frozensets(st.sampled_from([step(one) for one in (-3, 0, 1)])),
    st.none() | moments,
    st.none() | moments,
)


@given(known, moments)
def test_what_was_noted_is_never_said_or_skipped_again(facts: Facts, now: datetime) -> None:
    its = due(POLICY, facts, now)
    assert facts.noted.isdisjoint({*its.say, *its.skip})
    after = replace(facts, noted=facts.noted | {*its.say, *its.skip})
    assert due(POLICY, after, now) == Due()


@given(known, moments)
def test_a_person_hears_at_most_one_thing_of_a_month_and_one_draft(
    facts: Facts, now: datetime
) -> None:
    its = due(POLICY, facts, now)
    assert len({one.period for one in its.say}) == len(its.say)
    assert not its.skip or its.say, "what is skipped gives way to something"


@given(known, moments)
def test_whoever_hears_is_at_work_and_in_no_draft(facts: Facts, now: datetime) -> None:
    its = due(POLICY, facts, now)
    if its.say:
        assert POLICY.calendar.is_working(now.date())
        assert POLICY.sending_from <= now.time() < POLICY.sending_until
        assert facts.drafting_since is None or now - facts.drafting_since >= HOUR


changes = st.fixed_dictionaries(
    {
        "months": st.sampled_from([(), (month(),), (month(NOVEMBER.previous), month())]),
        "snoozed_until": st.none() | moments,
        "drafting_since": st.none() | moments,
    }
)


@given(st.lists(st.tuples(moments, changes), max_size=30))
def test_in_whatever_order_clocks_look_each_step_is_said_once_and_never_after_a_later_one(
    looks: list[tuple[datetime, dict[str, Any]]],
) -> None:
    """Clocks may go wrong, and people snooze, write drafts and report in between."""
    facts, said_steps = Facts(1), list[Occurrence]()
    for now, change in looks:
        its = due(POLICY, replace(facts, **change), now)
        facts = replace(facts, noted=facts.noted | {*its.say, *its.skip})
        said_steps += [one for one in its.say if one.kind == REMIND]
    assert len(set(said_steps)) == len(said_steps)
    for period in {one.period for one in said_steps}:
        numbers = [int(one.subject) for one in said_steps if one.period == period]
        assert numbers == sorted(numbers)


@given(st.lists(st.tuples(moments, changes), max_size=30))
def test_whatever_is_wished_nothing_is_said_again_past_the_due_day(
    looks: list[tuple[datetime, dict[str, Any]]],
) -> None:
    facts = Facts(1)
    for now, change in looks:
        its = due(POLICY, replace(facts, **change), now)
        facts = replace(facts, noted=facts.noted | {*its.say, *its.skip})
        for one in its.say:
            if one.kind == AGAIN:
                until = datetime.fromisoformat(one.subject)
                assert one.period is not None
                assert local_date(until) <= deadlines_of(POLICY, one.period).due_on


@given(known, st.lists(moments, max_size=12).map(sorted))
def test_ticks_in_between_change_nothing_of_what_is_noted_in_the_end(
    facts: Facts, looks: list[datetime]
) -> None:
    """Every step ends as said or skipped, however often the clock looked."""
    facts = replace(facts, drafting_since=None, snoozed_until=None)
    end = at(date(2026, 12, 1), 9)
    watched = facts
    for now in [*(look for look in looks if look < end), end]:
        its = due(POLICY, watched, now)
        watched = replace(watched, noted=watched.noted | {*its.say, *its.skip})
    once = due(POLICY, facts, end)
    assert watched.noted == facts.noted | {*once.say, *once.skip}
