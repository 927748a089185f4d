"""The steps by which a month is reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.timeliness.policy import Deadlines, Policy
from handlers.timeliness.sending_hours import opening


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
