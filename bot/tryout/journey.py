"""Moving the time of a trial forward, with everything happening that is due on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from bot.channels.local import WebchatChannel
from bot.deliver import deliver_some
from bot.ground import Ground
from bot.scheduler import log_unfinished
from bot.tryout.stops import edges_of_day, stops_of_day, working_stops_of_day
from bot.tryout.trial import TrialClock
from handlers.messages import Codec
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Policy
from reminders.tick import tick
from storage.db import reading
from storage.periods import local_date, period_of
from storage.unasked import count_unasked, newest_request

A_DAY = timedelta(days=1)
FARTHEST = 45  # days ahead that the next event is looked for
AWAKE = 3  # days from today on in which what somebody did just now may be due at any hour

_StopsOfDay = Callable[[date, frozenset[Policy]], Iterator[datetime]]


class Aim(StrEnum):
    """How far time is to be moved."""

    DAY = "day"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Travelled:
    """Where a journey ended, and how many times the bot spoke first on the way.

    It is `unfinished` where some of what was due failed; the log tells more of that.
    """

    now: datetime
    spoke: int
    unfinished: bool


class Journeys:
    """Moves the clock of a process, which is the only one that answers, delivers and ticks."""

    def __init__(self, ground: Ground, clock: TrialClock, codecs: Mapping[str, Codec]) -> None:
        self.clock = clock
        self._ground = ground
        self._codecs = codecs
        self._channels = {WebchatChannel().name: WebchatChannel()}
        self._under_way = False
        self._unfinished = False

    async def travel(self, aim: Aim, *, journeys: int) -> Travelled | None:
        """Move on by a day, or until the bot speaks first; None where it was moved meanwhile.

        `journeys` is how many there were before, as whoever asks has seen it: asking twice moves
        time once. The errors of OUTAGES end a journey where it is by then.
        """
        if self._under_way or journeys != self.clock.moved.journeys:
            return None
        self._under_way, self._unfinished = True, False
        try:
            return await (self._to_next_day() if aim is Aim.DAY else self._to_next_event())
        finally:
            self._under_way = False
            self.clock.end_journey()
            self._ground.bell.echo()

    async def _to_next_day(self) -> Travelled:
        begin = self.clock.now()
        end = begin + A_DAY
        spoke = 0
        for day in (local_date(begin), local_date(end)):
            for stop in await self._stops(day, stops_of_day):
                if begin < stop < end:
                    spoke += await self._go(stop)
        return self._arrived(spoke + await self._go(end))

    async def _to_next_event(self) -> Travelled:
        begin = self.clock.now()
        today = local_date(begin)
        for ahead in range(FARTHEST + 1):
            stops = working_stops_of_day if ahead < AWAKE else edges_of_day
            for stop in await self._stops(today + ahead * A_DAY, stops):
                if stop > begin and (spoke := await self._go(stop)):
                    return self._arrived(spoke)
        return self._arrived(0)

    def _arrived(self, spoke: int) -> Travelled:
        return Travelled(self.clock.now(), spoke, self._unfinished)

    async def _go(self, moment: datetime) -> int:
        """Let it be `moment` and do all that is due; gives how many times the bot spoke first."""
        if self._ground.bell.closed:
            return 0
        # The tick is ahead of the clock for a moment, so that the clock is never behind its tick.
        spoke = await self._ground.in_thread(partial(self._tick, moment))
        self.clock.move_to(moment)
        while await deliver_some(self._ground, self._channels):
            self._ground.bell.echo()
        return spoke

    # --- in a thread ------------------------------------------------------------------------

    def _tick(self, moment: datetime) -> int:
        engine = self._ground.engine
        with reading(engine) as tx:
            before = newest_request(tx)
        for unfinished in tick(engine, self._codecs, now=moment):
            log_unfinished(unfinished)
            self._unfinished = True
        with reading(engine) as tx:
            return sum(count_unasked(tx, name, after=before) for name in self._channels)

    async def _stops(self, day: date, stops: _StopsOfDay) -> tuple[datetime, ...]:
        policies = await self._ground.in_thread(partial(self._policies, day))
        return tuple(stops(day, policies))

    def _policies(self, day: date) -> frozenset[Policy]:
        with reading(self._ground.engine) as tx:
            return frozenset(policies_of_units(tx, period_of(day).fiscal_year).values())
