"""The hours in which the bot speaks first, and the drafts in whose middle it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlers.timeliness.policy import Policy
from storage.periods import BANGKOK

TOUCHED = timedelta(hours=1)
"""So long after the last word about a draft its writer is still in the middle of it."""


def opening(policy: Policy, day: date) -> datetime:
    """Give the moment from which the bot may speak first on a day."""
    return datetime.combine(day, policy.sending_from, BANGKOK)


def next_hour(policy: Policy, now: datetime) -> datetime:
    """Give the next moment at which the bot may speak first, which may be now."""
    if may_speak(policy, now, drafting_since=None):
        return now
    today = now.astimezone(BANGKOK).date()
    opens = opening(policy, today)
    if now < opens and policy.calendar.is_working(today):
        return opens
    return opening(policy, policy.calendar.after(today, 1))


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
