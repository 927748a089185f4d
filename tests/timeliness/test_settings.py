from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts import LOCALES, phrases
from handlers.timeliness.policy import DigestDay, EmptyDigest, LockMonth, Policy
from handlers.timeliness.refusals import (
    DueAfterLock,
    EscalationDisordered,
    HoursReversed,
    Impossible,
    NoWorkingDay,
    PolicyRefusal,
    RemindersDisordered,
    UnknownKey,
    Unreadable,
)
from handlers.timeliness.settings import INHERIT, change_settings, read_policy, show_value
from storage.periods import Period
from tests.timeliness.drawn import DRAWN, NO_SETTINGS, POSSIBLE, written
from tests.timeliness.test_policy import days_off

KEYS = [one.name for one in fields(Policy)]


def refusals(**settings: object) -> list[PolicyRefusal]:
    match read_policy(settings, beneath=NO_SETTINGS):
        case Impossible(reasons):
            return list(reasons)
        case Policy() as policy:
            pytest.fail(f"{policy} was read")


@given(POSSIBLE, POSSIBLE)
def test_a_policy_that_was_written_reads_as_the_same(policy: Policy, beneath: Policy) -> None:
    assert read_policy(written(policy), beneath=beneath) == policy


@given(POSSIBLE, POSSIBLE)
def test_a_policy_as_shown_reads_as_the_same(policy: Policy, beneath: Policy) -> None:
    shown = {key: show_value(getattr(policy, key)) for key in KEYS}
    assert read_policy(shown, beneath=beneath) == policy


@given(POSSIBLE, DRAWN, st.sets(st.sampled_from(KEYS)))
def test_what_is_not_named_stays_as_beneath(beneath: Policy, other: Policy, keys: set[str]) -> None:
    settings = {key: value for key, value in written(other).items() if key in keys}
    laid = read_policy(settings, beneath=beneath)
    if isinstance(laid, Policy):
        values = {key: getattr(other, key) for key in keys}
        assert laid == replace(beneath, **values)


@given(DRAWN)
def test_a_policy_is_read_or_refused_with_reasons(policy: Policy) -> None:
    match read_policy(written(policy), beneath=NO_SETTINGS):
        case Policy() as read:
            assert read == policy
        case Impossible(reasons):
            assert reasons


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("due_day", 20, 20),
        ("due_day", "20", 20),
        ("due_day", "๒๐", 20),
        ("lock_month", "SAME", LockMonth.SAME),
        ("reminders", "-5, 0,+2", (-5, 0, 2)),
        ("reminders", [-5, 0], (-5, 0)),
        ("reminders", "", ()),
        ("reminders", [], ()),
        ("reminders", 0, (0,)),
        ("sending_from", time(9, 0), time(9, 0)),
        ("sending_from", "9:05", time(9, 5)),
        ("sending_until", "16.00", time(16, 0)),
        ("own_days", date(2026, 4, 16), (date(2026, 4, 16),)),
        ("own_days", "2026-04-17,2026-04-16", (date(2026, 4, 16), date(2026, 4, 17))),
        ("own_days", [date(2026, 4, 16), "2026-04-16"], (date(2026, 4, 16),)),
        ("digest_on", "lock,due", (DigestDay.DUE, DigestDay.LOCK)),
        ("digest_on", "", ()),
        ("empty_digest", "silent", EmptyDigest.SILENT),
        ("line_pushes", False, False),
        ("line_pushes", "no", False),
        ("reserve", 100, 100),
        ("escalate_above", 0, 0),
    ],
)
def test_settings_as_people_write_them(key: str, value: object, read: object) -> None:
    settings = {"lock_day": 30, key: value}
    policy = read_policy(settings, beneath=NO_SETTINGS)
    assert isinstance(policy, Policy), policy
    assert getattr(policy, key) == read


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("due_day", "0"),
        ("due_day", 32),
        ("due_day", "25th"),
        ("due_day", 25.0),
        ("due_day", True),
        ("due_day", ""),
        ("due_day", [25]),
        ("lock_day", -1),
        ("lock_day", "9999999999999999999999"),
        ("lock_month", "last"),
        ("reminders", "-3,x"),
        ("reminders", "-3,,0"),
        ("reminders", [21]),
        ("reminders", {"first": -3}),
        ("escalate_unit", -1),
        ("escalate_above", "5 days"),
        ("sending_from", "24:00"),
        ("sending_from", "8"),
        ("sending_until", time(16, 30, 1)),
        ("own_days", "2026-02-30"),
        ("own_days", "2569-04-16"),
        ("own_days", "0026-04-16"),
        ("own_days", "16/04/2026"),
        ("own_days", [datetime(2026, 4, 16, 8, tzinfo=UTC)]),
        ("digest_on", "monthly"),
        ("empty_digest", ""),
        ("line_pushes", "maybe"),
        ("line_pushes", 1),
        ("reserve", 101),
    ],
)
def test_settings_that_cannot_be_read(key: str, value: object) -> None:
    [refusal] = refusals(**{key: value})
    assert refusal == Unreadable(key, show_value(value))


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"due": 20}, UnknownKey("due")),
        ({"lock_month": "same"}, DueAfterLock(25, 10)),
        ({"lock_month": "same", "due_day": 11}, DueAfterLock(11, 10)),
        ({"sending_from": "16:30"}, HoursReversed(time(16, 30), time(16, 30))),
        ({"sending_until": "08:00"}, HoursReversed(time(8, 30), time(8, 0))),
        ({"reminders": "0,-3"}, RemindersDisordered((0, -3))),
        ({"reminders": "0,0"}, RemindersDisordered((0, 0))),
        ({"escalate_above": 2}, EscalationDisordered(3, 2)),
        (
            {"own_days": list(days_off("2026-11-02", "2026-11-30"))},
            NoWorkingDay(Period(2026, 11)),
        ),
    ],
)
def test_policies_that_cannot_be(settings: dict[str, object], refusal: PolicyRefusal) -> None:
    assert refusals(**settings) == [refusal]


@pytest.mark.parametrize(
    "settings",
    [
        {"lock_month": "same", "due_day": 10},
        {"escalate_above": 3},
        {"escalate_above": 0},
        {"escalate_unit": 0, "escalate_above": 1},
        {"sending_from": "16:29"},
        {"own_days": list(days_off("2026-11-03", "2026-11-30"))},
    ],
)
def test_policies_that_just_can_be(settings: dict[str, object]) -> None:
    assert isinstance(read_policy(settings, beneath=NO_SETTINGS), Policy)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = refusals(due=1, due_day=0, sending_from="17:00", escalate_above=1)
    assert [type(one) for one in found] == [
        UnknownKey,
        Unreadable,
        HoursReversed,
        EscalationDisordered,
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_each_setting_says_what_it_may_be(locale: str) -> None:
    say = phrases("policy", locale)
    assert {key for key in say.entries if key.startswith("written.")} == {
        f"written.{one}" for one in KEYS
    }


# --- changing ---------------------------------------------------------------------------------


def test_a_change_is_kept_as_json_has_it_and_leaves_the_rest() -> None:
    changed = change_settings(
        {"due_day": 20, "reserve": 5}, {"reserve": "10", "sending_from": "9.00", "due_day": INHERIT}
    )
    assert changed == {"due_day": INHERIT, "reserve": 10, "sending_from": "09:00"}


def test_a_change_that_cannot_be_read_changes_nothing() -> None:
    changed = change_settings({"due_day": 20}, {"reserve": "x", "due": INHERIT, "lock": 3})
    assert changed == Impossible(
        (Unreadable("reserve", "x"), UnknownKey("lock"), UnknownKey("due"))
    )
