"""How fast the bot may speak: in each private chat, in each group, and in all together."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_MANY = 2048  # chats remembered, above which those that are over are let go of

REPEATED = 3
SECOND = timedelta(seconds=1)
WINDOW = timedelta(seconds=10)
"""So many chats told to wait within so long: it is the bot that is too fast, not a chat."""

PATIENCE = timedelta(minutes=1)
SOON = timedelta(milliseconds=50)  # until one of those under way may be answered
ROOM_AT_FIRST = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """One message `every` so long, and up to `burst` at once after a rest."""

    every: timedelta
    burst: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Telegram's own limits are a message a second in a chat, 20 a minute in a group, 30 a second.

    Of a group's, any minute gets at most the burst and a minute's worth: 3 + 17. Of all, no
    second gets more than 30 however long some were under way, because what is under way counts.
    """

    private: Rate = Rate(timedelta(seconds=1), 4)
    group: Rate = Rate(timedelta(seconds=3.5), 3)
    overall: Rate = Rate(timedelta(seconds=1 / 29), 4)
    in_any_second: int = 30


class Pace:
    """Gives each request its turn. Times are passed in.

    Who comes too early is promised a moment and comes again then, first by its chat's rate and
    after that by the overall one: so many chats that wait at once are served in order, and none of
    them asks again and again.
    """

    def __init__(self, rates: Rates, *, begun: datetime) -> None:
        """`begun` is when this process began: what was sent just before, nobody here knows."""
        self._rates = rates
        self._begun = begun
        self._full_until: dict[str, datetime] = {}
        self._all_full_until = _refilled(rates.overall, begun)
        self._under_way = 0
        # As if as many had been answered when this process began: those of the one before it.
        self._answered = deque([begun] * (rates.in_any_second - ROOM_AT_FIRST))
        self._promised: dict[str, datetime] = {}
        self._promised_among_all: dict[str, datetime] = {}
        self._silent_until: dict[str, datetime] = {}
        self._all_silent_until = _LONG_AGO
        self._hushed: dict[str, datetime] = {}

    def wait_for_turn(self, lane: str, *, now: datetime) -> timedelta:
        """Give how long the next request of a lane has to wait; zero takes the turn till `end`."""
        chat = chat_of(lane)
        silent_until = max(self._all_silent_until, self._silent_until.get(chat, _LONG_AGO))
        if silent_until > now:
            return silent_until - now
        if lane not in self._promised:
            rate = self._rates.group if chat.startswith("-") else self._rates.private
            full_until = self._full_until.get(chat, _refilled(rate, self._begun))
            self._promised[lane], self._full_until[chat] = _reserve(full_until, rate, now)
            self._forget(now)
        if self._promised[lane] > now:
            return self._promised[lane] - now
        if lane not in self._promised_among_all:
            self._promised_among_all[lane], self._all_full_until = _reserve(
                self._all_full_until, self._rates.overall, now
            )
        if self._promised_among_all[lane] > now:
            return self._promised_among_all[lane] - now
        # Telegram took each request between its beginning and its answer: what is under way, or
        # was answered less than a second ago, may belong to the second that begins now.
        while self._answered and self._answered[0] <= now - SECOND:
            self._answered.popleft()
        if self._under_way + len(self._answered) >= self._rates.in_any_second:
            return self._answered[0] + SECOND - now if self._answered else SOON
        self._under_way += 1
        del self._promised[lane], self._promised_among_all[lane]
        return timedelta()

    def end(self, *, now: datetime) -> None:
        """What took its turn is answered, or given up."""
        self._under_way -= 1
        self._answered.append(now)

    def hush(self, lane: str, after: timedelta, *, now: datetime) -> None:
        """Telegram wants to be left alone: in this chat, or, if it says so of several, in all."""
        chat = chat_of(lane)
        self._silent_until[chat] = now + after
        self._hushed = {one: at for one, at in self._hushed.items() if now - at < WINDOW}
        self._hushed[chat] = now
        if len(self._hushed) >= REPEATED:
            self._all_silent_until = max(self._all_silent_until, now + after)

    def _forget(self, now: datetime) -> None:
        """Let go of what is over, so that the memory stays small."""
        if len(self._full_until) + len(self._silent_until) < _MANY:
            return
        self._full_until = _later_than(now, self._full_until)
        self._silent_until = _later_than(now, self._silent_until)
        # Whoever does not come for the moment promised was sent by another process.
        self._promised = _later_than(now - PATIENCE, self._promised)
        self._promised_among_all = {
            lane: moment
            for lane, moment in self._promised_among_all.items()
            if lane in self._promised
        }


def chat_of(lane: str) -> str:
    """Give the chat of a lane, which may name a topic of it too."""
    return lane.partition("/")[0]


def topic_of(lane: str) -> str:
    """Give the topic that a lane names, or nothing."""
    return lane.partition("/")[2]


def _reserve(full_until: datetime, rate: Rate, now: datetime) -> tuple[datetime, datetime]:
    """Give the next free moment of a bucket, and until when the bucket is full after it."""
    begin = max(full_until, now)
    return max(now, begin - (rate.burst - 1) * rate.every), begin + rate.every


def _refilled(rate: Rate, begun: datetime) -> datetime:
    """Give until when a bucket is full again that held one when the process began."""
    return begun + (rate.burst - 1) * rate.every


def _later_than(moment: datetime, moments: dict[str, datetime]) -> dict[str, datetime]:
    return {name: at for name, at in moments.items() if at > moment}
