"""What one person should have heard by now and has not.

It depends on the moment alone, not on when it was last asked: what was missed while no clock ran
is said as soon as one runs again, as far as it is still worth saying.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.timeliness.policy import Deadlines, Policy
from handlers.timeliness.sending_hours import is_drafting, may_speak
from reminders.ladder import Step, ladder
from storage.periods import local_date
from storage.records import Occurrence

REMIND, AGAIN, DRAFT = "remind", "again", "draft"
KINDS = (REMIND, AGAIN, DRAFT)

DRAFT_LEFT = timedelta(days=1)
DRAFT_FORGOTTEN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of which something is owed and still taken, by the policy of the person's unit."""

    policy: Policy
    deadlines: Deadlines
    steps: tuple[Step, ...]


def month_of(policy: Policy, deadlines: Deadlines) -> Month:
    return Month(policy, deadlines, ladder(policy, deadlines))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; `noted` is what the clock noted of them before."""

    person_id: int
    months: tuple[Month, ...] = ()
    noted: frozenset[Occurrence] = frozenset()
    snoozed_until: datetime | None = None
    drafting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What to say, all in one message, and what that makes needless."""

    say: tuple[Occurrence, ...] = ()
    skip: tuple[Occurrence, ...] = ()


def due(policy: Policy, facts: Facts, now: datetime) -> Due:
    """Give what is due for a person; `policy` is the one of their unit that holds today."""
    return Due() if is_drafting(facts.drafting_since, now) else _due(policy, facts, now)


def waits_for_draft(policy: Policy, facts: Facts, now: datetime) -> Due:
    """Give what would be due now if the person were not in the middle of a draft."""
    return _due(policy, facts, now) if is_drafting(facts.drafting_since, now) else Due()


def _due(policy: Policy, facts: Facts, now: datetime) -> Due:
    if not may_speak(policy, now, drafting_since=None) or _is_snoozed(facts, now):
        return Due()
    say: list[Occurrence] = []
    skip: list[Occurrence] = []
    for month in facts.months:
        if unsaid := _unsaid(month, facts, now):
            newest, *missed = unsaid
            say.append(newest)
            skip += reversed(missed)
    return Due((*say, *_draft(facts, now)), tuple(skip))


def _is_snoozed(facts: Facts, now: datetime) -> bool:
    """Tell whether a person wished to hear later; once something is past due, no wish counts."""
    if facts.snoozed_until is None or facts.snoozed_until <= now:
        return False
    return all(local_date(now) <= month.deadlines.due_on for month in facts.months)


def _unsaid(month: Month, facts: Facts, now: datetime) -> list[Occurrence]:
    """Give the steps that came after the last one noted, the newest first."""
    unsaid = []
    for one, at in _newest_first(month, facts):
        if one in facts.noted:
            break
        if at <= now:
            unsaid.append(one)
    return unsaid


def _newest_first(month: Month, facts: Facts) -> Iterator[tuple[Occurrence, datetime]]:
    """Give the steps of the ladder, and where it belongs the wish to hear again.

    A step makes the wish for the same moment needless, so it counts as newer.
    """
    wish = _wish(month, facts)
    for step in reversed(month.steps):
        if wish is not None and wish[1] > step.at:
            yield wish
            wish = None
        yield _step(month, facts, step), step.at
    if wish is not None:
        yield wish


def _wish(month: Month, facts: Facts) -> tuple[Occurrence, datetime] | None:
    """Give the wish of somebody who was reminded of the month to be reminded of it again."""
    until = facts.snoozed_until
    if until is None or local_date(until) > month.deadlines.due_on:
        return None
    if not any(_step(month, facts, step) in facts.noted for step in month.steps):
        return None
    period = month.deadlines.period
    return Occurrence(AGAIN, facts.person_id, until.isoformat(), period), until


def _step(month: Month, facts: Facts, step: Step) -> Occurrence:
    return Occurrence(REMIND, facts.person_id, str(step.number), month.deadlines.period)


def is_left(since: datetime | None, now: datetime) -> bool:
    """Tell whether a draft that was last touched then is left, and not forgotten yet."""
    return since is not None and DRAFT_LEFT <= now - since < DRAFT_FORGOTTEN


def _draft(facts: Facts, now: datetime) -> tuple[Occurrence, ...]:
    since = facts.drafting_since
    if since is None or not is_left(since, now):
        return ()
    offered = Occurrence(DRAFT, facts.person_id, since.isoformat())
    return () if offered in facts.noted else (offered,)
