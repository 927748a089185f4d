"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from storage.heartbeats import last_beat


def now() -> datetime:
    return datetime.now(UTC)


def present(tx: Connection, *, real: datetime) -> datetime:
    """Give the time by which the service lives: that of a trial may be ahead of the real one.

    It is that of the newest tick, and so up to a minute behind.
    """
    # Only here, for the clock knows all that it can say.
    from reminders.tick import CLOCK  # noqa: PLC0415

    return max(real, last_beat(tx, CLOCK) or real)
