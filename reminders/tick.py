"""Everything that should have happened by now, whoever asks, and however often."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage.db import transaction
from storage.heartbeats import beat
from storage.retention import Forgotten, forget_old

CLOCK = "clock"
RETENTION = "retention"
RETENTION_APART = timedelta(days=1)


def tick(engine: Engine, *, now: datetime) -> None:
    """Do what is due at `now`: any number of clocks may do so at once, and crash in between.

    Raises the errors of OUTAGES; what was not done then is done by the next tick.
    """
    with transaction(engine) as tx:
        beat(tx, CLOCK, now=now, apart=timedelta())
        tidies = beat(tx, RETENTION, now=now, apart=RETENTION_APART)
    if tidies:
        _forget(engine, now=now)


def _forget(engine: Engine, *, now: datetime) -> None:
    while True:
        with transaction(engine) as tx:
            if forget_old(tx, now=now) == Forgotten(0, 0):
                return
