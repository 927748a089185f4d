"""Speaking first: a message to a person who did not just say anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.messages import Codec, Outgoing
from storage.first_addresses import first_addresses
from storage.outbox import enqueue
from storage.records import Worth


def tell_person(
    tx: Connection,
    person_id: int,
    message: Outgoing,
    *,
    codecs: Mapping[str, Codec],
    worth: Worth,
    now: datetime,
) -> bool:
    """Put a message in the queue to the person's first address; False where they have none.

    `worth` says whether it may be paid for; what may not waits for what they say next.
    """
    address = first_addresses(tx, [person_id])[person_id]
    if address is None or address.channel not in codecs:
        return False
    payloads = codecs[address.channel].write(address.lane, (message,))
    enqueue(tx, payloads, channel=address.channel, lane=address.lane, now=now, worth=worth)
    return True
