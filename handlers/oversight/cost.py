"""What messages cost this month, for whoever looks after that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.access import Right, units_granted
from storage.pushes import line_month, pushes_and_officers
from storage.records import MonthOfPushes, Person

LINE = "line"


def pushed_seen_by(tx: Connection, person: Person, now: datetime) -> MonthOfPushes | None:
    """Count what was pushed on LINE this month; None for who may not see it."""
    if not units_granted(person.grants, Right.SEE_COST):
        return None
    return pushes_and_officers(tx, channel=LINE, month=line_month(now))
