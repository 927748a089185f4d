"""The time of a trial: the real one, moved forward on the try-out page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot import clock
from bot.channels.local import WebchatChannel
from bot.loopback import is_loopback
from bot.settings import Settings
from storage.db import transaction
from storage.set_back import bring_forward


@dataclass(frozen=True, slots=True)
class Moved:
    """How far time is ahead of the real one, and how many journeys brought it there."""

    ahead: timedelta = timedelta()
    journeys: int = 0


class TrialClock:
    """Tells the real time and what it was moved forward by, which a restart forgets."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self.moved = Moved()

    def now(self) -> datetime:
        return self._real() + self.moved.ahead

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment`, unless that is over already: time never goes back."""
        ahead = max(self.moved.ahead, moment - self._real())
        self.moved = replace(self.moved, ahead=ahead)

    def end_journey(self) -> None:
        """Count a journey, so that nobody is sent on it a second time."""
        self.moved = replace(self.moved, journeys=self.moved.journeys + 1)


def trial_clock(settings: Settings, parts: frozenset[str]) -> TrialClock | None:
    """Give the clock of a process of these `parts`, where its time may be moved.

    It may where it does everything itself and for this machine only: the platforms and other
    processes live in real time.
    """
    alone = parts >= {"web", "worker", "clock"} and is_loopback(settings.host)
    outside = settings.telegram_bot_token or settings.line_channel_secret
    return TrialClock(clock.now) if alone and not outside else None


def begin_trial(engine: Engine, *, now: datetime) -> None:
    """Go on in real time with what an earlier trial left waiting for a time of its own."""
    with transaction(engine) as tx:
        bring_forward(tx, WebchatChannel().name, now=now)
