"""When the digests of a month are said, and until when each is still worth saying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from handlers.timeliness.policy import DigestDay, Policy, deadlines_of
from handlers.timeliness.sending_hours import may_speak, opening
from storage.periods import BANGKOK, Period

DUE, LOCK, NEWS = "digest_due", "digest_lock", "digest_news"
KINDS = {DigestDay.DUE: DUE, DigestDay.LOCK: LOCK}

EVENING = timedelta(hours=2)
"""So long after sending hours the digest of the due day may still be said that evening."""

WORTH_SAYING = 3
"""Working days after its day on which a digest that was missed is still said."""


@dataclass(frozen=True, slots=True)
class DigestMoment:
    """A digest may be said from `begins` until `ends`; at its own day's end, or in hours."""

    kind: str
    begins: datetime
    ends: datetime


@lru_cache(1024)
def digest_moments(policy: Policy, period: Period) -> tuple[DigestMoment, ...]:
    """Give when the digests of a month are said: as the due day ends, and as the lock day begins.

    A lock day on which nobody works has its digest on the working day before.
    """
    return tuple(_moments(policy, period))


def _moments(policy: Policy, period: Period) -> Iterator[DigestMoment]:
    days, calendar = deadlines_of(policy, period), policy.calendar
    for each in policy.digest_on:
        match each:
            case DigestDay.DUE:
                day = days.due_on
                begins = datetime.combine(day, policy.sending_until, BANGKOK)
            case DigestDay.LOCK:
                day = calendar.working_day_before(days.locks_after)
                begins = opening(policy, day)
        last = calendar.after(day, WORTH_SAYING)
        yield DigestMoment(
            KINDS[each], begins, datetime.combine(last, policy.sending_until, BANGKOK)
        )


def digest_due(policy: Policy, period: Period, now: datetime) -> str | None:
    """Give the kind of the digest that may be said now; of two only the later one is of use."""
    found = None
    for one in sorted(digest_moments(policy, period), key=lambda each: each.begins):
        if one.begins <= now < one.ends and _may_say(policy, one, now):
            found = one.kind
    return found


def _may_say(policy: Policy, moment: DigestMoment, now: datetime) -> bool:
    is_evening = moment.kind == DUE and now < moment.begins + EVENING
    return is_evening or may_speak(policy, now, drafting_since=None)
