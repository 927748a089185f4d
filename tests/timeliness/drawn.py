"""Policies, months and days as hypothesis draws them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from handlers.timeliness.policy import DigestDay, EmptyDigest, LockMonth, Policy
from handlers.timeliness.settings import read_policy, write_value
from storage.periods import Period

FIRST, LAST = date(2019, 12, 1), date(2032, 1, 31)
NO_SETTINGS = Policy()

DAYS = st.dates(FIRST + timedelta(days=31), LAST - timedelta(days=31))
MONTHS = st.builds(Period, st.integers(2020, 2031), st.integers(1, 12))
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))

# A few days here and there, or most of one month: a due day must find its way out of both.
SCATTERED = st.frozensets(st.dates(FIRST, LAST), max_size=12)
DENSE = st.builds(
    lambda month, days: frozenset(month.first_day + timedelta(days=one) for one in days),
    MONTHS,
    st.frozensets(st.integers(0, 27), min_size=10),
)
OWN_DAYS = SCATTERED | DENSE


def written(policy: Policy) -> dict[str, object]:
    """Every setting of a policy, as JSON has it."""
    return {one.name: write_value(getattr(policy, one.name)) for one in fields(policy)}


DRAWN = st.builds(
    Policy,
    due_day=st.integers(1, 31),
    lock_day=st.integers(1, 31),
    lock_month=st.sampled_from(LockMonth),
    reminders=st.frozensets(st.integers(-20, 20), max_size=4).map(lambda few: tuple(sorted(few))),
    escalate_unit=st.integers(0, 40),
    escalate_above=st.integers(0, 40),
    sending_from=TIMES,
    sending_until=TIMES,
    own_days=OWN_DAYS.map(lambda few: tuple(sorted(few))),
    digest_on=st.frozensets(st.sampled_from(DigestDay)).map(lambda few: tuple(sorted(few))),
    empty_digest=st.sampled_from(EmptyDigest),
    line_pushes=st.booleans(),
    reserve=st.integers(0, 100),
    reopened_for=st.integers(1, 60),
)


def untangled(policy: Policy) -> Policy:
    """Put right what a drawn policy is most often refused for."""
    sending_from, sending_until = sorted((policy.sending_from, policy.sending_until))
    escalate_unit, escalate_above = sorted((policy.escalate_unit, policy.escalate_above))
    same = policy.lock_month is LockMonth.SAME
    return replace(
        policy,
        due_day=min(policy.due_day, policy.lock_day) if same else policy.due_day,
        sending_from=sending_from,
        sending_until=sending_until,
        escalate_unit=escalate_unit,
        escalate_above=escalate_above,
    )


POSSIBLE = DRAWN.map(untangled).filter(
    lambda policy: isinstance(read_policy(written(policy), beneath=NO_SETTINGS), Policy)
)
