"""What befalls a chat without anything being said in it."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.messages import Incident, Left, Moved, Unsent
from storage.inbox import hide_message
from storage.outbox import move_lane
from storage.reachability import mark_unreachable
from storage.records import Claimed


def suffer(tx: Connection, claimed: Claimed, incident: Incident, *, now: datetime) -> None:
    """Write down what an incident changes: whom nothing reaches, what is hidden, what moves."""
    match incident:
        case Left():
            mark_unreachable(tx, channel=claimed.channel, lane=claimed.lane, now=now)
        case Unsent(message):
            hide_message(tx, message, channel=claimed.channel, now=now)
        case Moved(lane):
            move_lane(tx, channel=claimed.channel, old=claimed.lane, new=lane)
        case _:
            assert_never(incident)
