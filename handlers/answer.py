"""What a turn says, on its way into the queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from handlers.messages import Codec, Occasion, Outgoing
from storage import outbox
from storage.records import Claimed
from storage.unsent import take_parked


def answer_with(
    tx: Connection, claimed: Claimed, codec: Codec, said: Sequence[Outgoing], *, now: datetime
) -> None:
    """Put the answer to an event in the queue, behind what nobody would pay for telling before."""
    if not said:
        return
    unsaid: tuple[str, ...] = ()
    if claimed.has_unsaid:
        unsaid = take_parked(tx, channel=claimed.channel, lane=claimed.lane)
    occasion = Occasion(claimed.payload, claimed.received_at, unsaid)
    outbox.enqueue(
        tx,
        codec.write(claimed.lane, said, occasion),
        channel=claimed.channel,
        lane=claimed.lane,
        now=now,
        inbox_id=claimed.id,
    )
