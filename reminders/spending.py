"""The quota of LINE as the database knows it, which all processes share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from reminders.quota import Quota, spent_by_now
from storage.pushes import count_pushed, hold_reading, last_reading, line_month

LINE = "line"


def known_quota(tx: Connection, *, now: datetime, alone: bool = False) -> Quota | None:
    """Give this month's quota; None where LINE was not asked about this month yet.

    With `alone` nobody else counts a push until the transaction ends.
    """
    reading = hold_reading(tx, LINE) if alone else last_reading(tx, LINE)
    month = line_month(now)
    if reading is None or reading.month != month:
        return None
    counting = count_pushed(tx, channel=LINE, month=month)
    spent = spent_by_now(told=reading.told, counted=reading.counted, counting=counting)
    return Quota(reading.most, spent)
