"""What was said in a chat, by the people and by the bot, in the order in which it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge

from sqlalchemy import Connection, Select, null, select

from storage.outbox import SENT
from storage.tables import inbox, outbox

NEWEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """How far a chat was read: the ids of the last event and of the last answer.

    Both only grow in a chat. (Two events of one chat that two processes receive in the same
    instant may commit in the other order: a live reader then misses one until it reads afresh.)
    """

    said: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat; `place` is where its reader stands afterwards.

    `event_id` is the channel's id of what a person said, and None where the bot speaks.
    """

    place: Place
    payload: str
    at: datetime
    event_id: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    payload: str
    at: datetime
    event_id: str | None


def lane_history(
    tx: Connection, channel: str, lane: str, *, after: Place | None
) -> tuple[Line, ...]:
    """Give the lines of a chat after a place, oldest first; without a place, the NEWEST ones.

    What the bot has not sent yet is left out. A long rest comes in several calls, each from the
    place of the last line of the one before; an empty answer means that there is no more yet.
    """
    said = _entries(
        tx,
        select(inbox.c.id, inbox.c.payload, inbox.c.received_at, inbox.c.event_id).where(
            inbox.c.channel == channel, inbox.c.lane == lane, ~inbox.c.news
        ),
        None if after is None else after.said,
    )
    answered = _entries(
        tx,
        select(outbox.c.id, outbox.c.payload, outbox.c.sent_at, null()).where(
            outbox.c.channel == channel, outbox.c.lane == lane, outbox.c.state == SENT
        ),
        None if after is None else after.answered,
    )
    place = after or Place()
    lines: list[Line] = []
    for entry in merge(said, answered, key=lambda entry: entry.at):
        if entry.event_id is None:
            place = replace(place, answered=entry.id)
        else:
            place = replace(place, said=entry.id)
        lines.append(Line(place, entry.payload, entry.at, entry.event_id))
    return tuple(lines if after else lines[-NEWEST:])


def _entries(
    tx: Connection,
    query: Select[int, str, datetime, str | None],
    after: int | None,
) -> list[_Entry]:
    number = query.selected_columns[0]
    if after is not None:
        return [
            _Entry(*row)
            for row in tx.execute(query.where(number > after).order_by(number).limit(NEWEST))
        ]
    newest = [_Entry(*row) for row in tx.execute(query.order_by(number.desc()).limit(NEWEST))]
    return newest[::-1]
