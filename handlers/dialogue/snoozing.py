"""Until when a reminder is put off, by what its button says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.timeliness.policy import Policy
from storage.periods import BANGKOK

AFTERNOON, TOMORROW, WEEK = WISHES = ("afternoon", "tomorrow", "week")
AFTERNOON_AT = time(13, 30)
"""The hour of the day to which a reminder is put off until the afternoon."""


@dataclass(frozen=True, slots=True)
class Later:
    """When the person hears again; `capped` where the due day comes before what they wished."""

    at: datetime
    capped: bool = False


def later(wish: str, policy: Policy, *, due_on: date, now: datetime) -> Later | None:
    """Find when to remind again: in sending hours, on a working day, never past the due day.

    `policy` is the one of the person's own unit, by which the clock speaks to them. None
    where the due day leaves no later moment.
    """
    wished = _wished(wish, policy, now)
    if wished.date() <= due_on:
        return Later(wished)
    latest = _moment(policy.calendar.working_day_before(due_on), policy.sending_from)
    return Later(latest, capped=True) if latest > now else None


def _wished(wish: str, policy: Policy, now: datetime) -> datetime:
    today = now.astimezone(BANGKOK).date()
    calendar = policy.calendar
    afternoon = _moment(today, AFTERNOON_AT)
    in_hours = policy.sending_from <= AFTERNOON_AT < policy.sending_until
    if wish == AFTERNOON and now < afternoon and in_hours and calendar.is_working(today):
        return afternoon
    if wish == WEEK:
        sunday = today + timedelta(days=6 - today.weekday())
        return _moment(calendar.after(sunday, 1), policy.sending_from)
    return _moment(calendar.after(today, 1), policy.sending_from)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BANGKOK)
