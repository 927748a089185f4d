"""When the clock of everybody was set back, nothing waits for the time that was."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage import fetches, inbox, outbox
from storage.evidence import Parcel, keep_parcel
from storage.inbox import receive
from storage.people import find_or_add_person
from storage.set_back import bring_forward
from tests.queues.rows import LEASE, NOW, SECOND, UNIT, arrival

AHEAD = NOW + timedelta(days=40)


def leave_waiting(tx: Connection, channel: str, *, now: datetime) -> None:
    """Leave an event, two messages of which one is being sent, and a file that is fetched."""
    person = find_or_add_person(tx, name="บัว ริมสระ", unit_code=UNIT.code, locale="th", now=now)
    receive(tx, [arrival("file", channel=channel)], now=now)
    claimed = inbox.claim_next(tx, now=now)
    assert claimed is not None
    keep_parcel(tx, Parcel("r", "a.jpg"), claimed=claimed, person_id=person.id, now=now)
    assert fetches.claim_wanted(tx, channels=[channel], now=now, lease=LEASE, limit=1)
    receive(tx, [arrival("question", channel=channel)], now=now)
    outbox.enqueue(tx, ["one", "two"], channel=channel, lane="a", now=now)
    assert outbox.claim_due(tx, channels=[channel], now=now, lease=LEASE, limit=1)


def due(tx: Connection, channel: str, *, now: datetime) -> tuple[bool, bool, bool]:
    """Whether the event, the message and the file are handed out."""
    return (
        inbox.claim_next(tx, now=now) is not None,
        bool(outbox.claim_due(tx, channels=[channel], now=now, lease=LEASE, limit=1)),
        bool(fetches.claim_wanted(tx, channels=[channel], now=now, lease=LEASE, limit=1)),
    )


def test_what_waits_for_a_time_far_ahead_is_due(tx: Connection) -> None:
    leave_waiting(tx, "webchat", now=AHEAD)
    assert due(tx, "webchat", now=NOW) == (False, False, False)
    bring_forward(tx, "webchat", now=NOW)
    assert due(tx, "webchat", now=NOW) == (True, True, True)


def test_other_channels_and_what_somebody_holds_now_are_left_alone(tx: Connection) -> None:
    leave_waiting(tx, "line", now=AHEAD)
    bring_forward(tx, "webchat", now=NOW)
    assert due(tx, "line", now=NOW) == (False, False, False)


def test_a_claim_of_this_moment_stays(tx: Connection) -> None:
    leave_waiting(tx, "webchat", now=NOW)
    bring_forward(tx, "webchat", now=NOW)
    assert due(tx, "webchat", now=NOW + SECOND) == (True, False, False)
