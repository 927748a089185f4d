"""What an office wants of its officers and when, and the days of one month that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import lru_cache

from handlers.timeliness.calendar import Calendar
from storage.periods import Period


class LockMonth(StrEnum):
    """Which month the lock day is a day of: the reported one, or the one after it."""

    SAME = "same"
    NEXT = "next"


class DigestDay(StrEnum):
    DUE = "due"
    LOCK = "lock"


class EmptyDigest(StrEnum):
    """What becomes of a digest that has nothing to say: one line, or no message."""

    LINE = "line"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Policy:
    """Every setting, each with its default.

    `due_day` is a day of the month reported, moved to the working day before; `lock_day` is the
    last on which late reports and corrections are taken. In months that are shorter, both are the
    last day. `reminders` are working days from the due day, `escalate_…` working days after it,
    0 for silence; `reopened_for` are working days that a reopened
    month takes reports. `sending_…` are hours on a wall in Bangkok. `reserve` is the percentage of
    LINE's monthly messages kept for escalations; `line_pushes` whether reminders may cost any.
    """

    due_day: int = 25
    lock_day: int = 10
    lock_month: LockMonth = LockMonth.NEXT
    reminders: tuple[int, ...] = (-3, 0, 1)
    escalate_unit: int = 3
    escalate_above: int = 5
    sending_from: time = time(8, 30)
    sending_until: time = time(16, 30)
    own_days: tuple[date, ...] = ()
    digest_on: tuple[DigestDay, ...] = (DigestDay.DUE, DigestDay.LOCK)
    empty_digest: EmptyDigest = EmptyDigest.LINE
    line_pushes: bool = True
    reserve: int = 20
    reopened_for: int = 5

    @property
    def calendar(self) -> Calendar:
        return _calendar_with(self.own_days)


@lru_cache(1024)
def _calendar_with(own_days: tuple[date, ...]) -> Calendar:
    return Calendar(frozenset(own_days))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The days of one month of reporting.

    Until and with `due_on` a report is on time; until and with `locks_after` it is taken without
    a supervisor's reopening. `reminders` are the days of the steps, in the order of the policy;
    an escalation that is silent has no day.
    """

    period: Period
    due_on: date
    locks_after: date
    reminders: tuple[date, ...]
    unit_on: date | None
    above_on: date | None


def deadlines_of(policy: Policy, period: Period) -> Deadlines:
    """Give the days of a month by the policy of its fiscal year."""
    calendar = policy.calendar
    due_on = _due_on(policy.due_day, period, calendar)
    locks_in = period if policy.lock_month is LockMonth.SAME else period.next

    def escalated(days: int) -> date | None:
        return calendar.after(due_on, days) if days else None

    return Deadlines(
        period=period,
        due_on=due_on,
        # A due day that no working day precedes in its month has moved on, perhaps past the lock.
        locks_after=max(due_on, _day_of(locks_in, policy.lock_day)),
        reminders=tuple(calendar.shifted(due_on, step) for step in policy.reminders),
        unit_on=escalated(policy.escalate_unit),
        above_on=escalated(policy.escalate_above),
    )


def _due_on(day: int, period: Period, calendar: Calendar) -> date:
    """Find the working day before; where the month has none, the first one that it has."""
    wanted = _day_of(period, day)
    found = calendar.working_day_before(wanted)
    if found < period.first_day:
        found = calendar.after(wanted, 1)
    # A whole month of holidays is refused where policies are read.
    return found if found <= period.last_day else wanted


def _day_of(period: Period, day: int) -> date:
    return period.first_day.replace(day=min(day, period.last_day.day))
