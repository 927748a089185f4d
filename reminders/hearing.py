"""Who may have something to hear, which is what a tick asks first."""

from __future__ import annotations

from datetime import datetime
from itertools import product

from sqlalchemy import Connection

from handlers.timeliness.classes import RUNNING
from reminders.due import DRAFT, DRAFT_FORGOTTEN, DRAFT_LEFT, REMIND
from reminders.rules import Rules
from storage.occurrences import noted
from storage.records import Occurrence
from storage.unreminded import Newest, drafts_between, unreminded


def read_hearing(tx: Connection, rules: Rules, *, now: datetime) -> frozenset[int]:
    """Read who may have something to hear: all who have, and few besides.

    What exactly, `reminders.due` says of each; mostly it is nobody, whatever is owed.
    """
    found = set[int]()
    for period in rules.periods():
        steps, days = rules.newest_steps(period, now), rules.taking(period)
        for (step, units), (day, judging) in product(steps.items(), days.items()):
            found |= unreminded(
                tx,
                period,
                Newest(REMIND, str(step.number), step.at, units),
                judged_on=day,
                judging=judging,
                running=RUNNING,
                now=now,
            )
    return frozenset(found | _left_drafts(tx, now))


def _left_drafts(tx: Connection, now: datetime) -> set[int]:
    """Read who left a draft that was not offered to them again."""
    left = drafts_between(tx, now - DRAFT_FORGOTTEN, now - DRAFT_LEFT)
    offered = noted(tx, kinds=[DRAFT], periods=[None], people=left) if left else frozenset()
    return {
        number
        for number, since in left.items()
        if Occurrence(DRAFT, number, since.isoformat()) not in offered
    }
