"""What was said in a chat, by the people and by the bot, in the order in which it was read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVarTuple, assert_never

from sqlalchemy import Connection, Row, Select, select

from storage.outbox import SENT
from storage.tables import inbox, outbox

NEWEST = 200

_Columns = TypeVarTuple("_Columns")


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
class _Said:
    id: int
    payload: str
    at: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class _Answered:
    id: int
    payload: str
    at: datetime
    inbox_id: int | None  # None where the bot spoke first


def lane_history(
    tx: Connection, channel: str, lane: str, *, after: Place | None
) -> tuple[Line, ...]:
    """Give the lines of a chat after a place, oldest first; without a place, the NEWEST ones.

    What the bot has not sent yet is left out. A long rest comes in several calls, each from the
    place of the last line of the one before; an empty answer means that there is no more yet.
    """
    said = _rows(
        tx,
        select(inbox.c.id, inbox.c.payload, inbox.c.received_at, inbox.c.event_id).where(
            inbox.c.channel == channel, inbox.c.lane == lane, ~inbox.c.news
        ),
        None if after is None else after.said,
    )
    answered = _rows(
        tx,
        select(outbox.c.id, outbox.c.payload, outbox.c.sent_at, outbox.c.inbox_id).where(
            outbox.c.channel == channel, outbox.c.lane == lane, outbox.c.state == SENT
        ),
        None if after is None else after.answered,
    )
    place = after or Place()
    lines: list[Line] = []
    for entry in _in_order([_Said(*row) for row in said], [_Answered(*row) for row in answered]):
        match entry:
            case _Said():
                place = replace(place, said=entry.id)
                lines.append(Line(place, entry.payload, entry.at, entry.event_id))
            case _Answered():
                place = replace(place, answered=entry.id)
                lines.append(Line(place, entry.payload, entry.at, None))
            case _:
                assert_never(entry)
    return tuple(lines if after else lines[-NEWEST:])


def _in_order(said: Sequence[_Said], answered: Sequence[_Answered]) -> Iterator[_Said | _Answered]:
    """Merge both, each in its own order, even where a clock was set back in between.

    An answer stands after what it answers. What answers nothing stands where its time puts it,
    but not behind something of an earlier time that was said after something of its own.
    """
    waiting = deque(said)
    latest = datetime.min.replace(tzinfo=UTC)
    for answer in answered:
        while waiting and _is_before(waiting[0], answer, latest):
            latest = waiting[0].at
            yield waiting.popleft()
        yield answer
    yield from waiting


def _is_before(said: _Said, answer: _Answered, latest: datetime) -> bool:
    if answer.inbox_id is not None:
        return said.id <= answer.inbox_id
    was_set_back = said.at < latest <= answer.at
    return said.at <= answer.at and not was_set_back


def _rows(tx: Connection, query: Select[*_Columns], after: int | None) -> Sequence[Row[*_Columns]]:
    number = query.selected_columns[0]
    if after is not None:
        return tx.execute(query.where(number > after).order_by(number).limit(NEWEST)).all()
    return tx.execute(query.order_by(number.desc()).limit(NEWEST)).all()[::-1]
