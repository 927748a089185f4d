"""The steps by which a month is reminded of, and the hours in which the bot speaks first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.timeliness.policy import Deadlines, Policy
from storage.periods import BANGKOK

TOUCHED = timedelta(hours=1)
"""So long after the last word about a draft its writer is still in the middle of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder so many working days from the due day, from that moment on."""

    number: int
    at: datetime


def ladder(policy: Policy, deadlines: Deadlines) -> tuple[Step, ...]:
    """Give the steps of a month, the first one first."""
    return tuple(
        Step(number, opening(policy, day))
        for number, day in zip(policy.reminders, deadlines.reminders, strict=True)
    )


def opening(policy: Policy, day: date) -> datetime:
    """Give the moment from which the bot may speak first on a day."""
    return datetime.combine(day, policy.sending_from, BANGKOK)


def is_drafting(since: datetime | None, now: datetime) -> bool:
    """Tell whether a person is in the middle of a draft that was last touched then, if ever."""
    return since is not None and now - since < TOUCHED


def may_speak(policy: Policy, now: datetime, *, drafting_since: datetime | None) -> bool:
    """Tell whether a person may be spoken to first: in sending hours, and in no draft's middle."""
    local = now.astimezone(BANGKOK)
    if is_drafting(drafting_since, now):
        return False
    in_hours = policy.sending_from <= local.time() < policy.sending_until
    return in_hours and policy.calendar.is_working(local.date())
