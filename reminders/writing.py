"""Putting what the clock says first into the queue, encoded for where each person is spoken to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.messages import Codec, Outgoing
from storage.outbox import enqueue_many
from storage.people import Address
from storage.records import Worth


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that answers nothing; `worth` says whether it may cost money."""

    at: Address
    said: Outgoing
    worth: Worth


def send_letters(
    tx: Connection, codecs: Mapping[str, Codec], letters: Sequence[Letter], *, now: datetime
) -> None:
    """Put letters into the queue, all at once."""
    requests = [
        (one.at.channel, one.at.lane, payload, one.worth)
        for one in letters
        for payload in codecs[one.at.channel].write(one.at.lane, [one.said])
    ]
    enqueue_many(tx, requests, now=now)
