"""Whether the service is well, and what it has to do: for those who watch over it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, Engine

from reminders.tick import CLOCK
from storage.backlog import read_backlog
from storage.db import reading
from storage.failing_parts import failing_since
from storage.heartbeats import last_beat
from storage.outages import OUTAGES

TOO_LONG = timedelta(minutes=5)


def complaints(tx: Connection, *, channels: Collection[str], now: datetime) -> Sequence[str]:
    """Give the reasons why the service, which sends for `channels`, is unwell.

    Where no clock has ticked yet there may be none, as on a laptop that is only tried out.
    """
    backlog = read_backlog(tx, channels=channels, now=now)
    found = []
    if backlog.oldest_event > TOO_LONG:
        found.append(f"an event has waited {backlog.oldest_event.total_seconds():.0f} s")
    if backlog.oldest_request > TOO_LONG:
        found.append(f"a message is overdue by {backlog.oldest_request.total_seconds():.0f} s")
    ticked = last_beat(tx, CLOCK)
    if ticked is not None and now - ticked > TOO_LONG:
        found.append(f"the clock has been silent for {(now - ticked).total_seconds():.0f} s")
    for part, since in failing_since(tx).items():
        if now - since > TOO_LONG:
            seconds = (now - since).total_seconds()
            found.append(f"{part}, a part of the clock, has failed for {seconds:.0f} s")
    return found


class BacklogCollector(Collector):
    """Counts the queues at the moment somebody asks; tells nothing while the database is away."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime], channels: Collection[str]
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._channels = channels

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with reading(self._engine) as tx:
                backlog = read_backlog(tx, channels=self._channels, now=self._clock())
        except OUTAGES:
            return
        for name, meaning, value in (
            ("inbox_waiting", "Events that wait for their turn", backlog.events_waiting),
            (
                "inbox_oldest_waiting_seconds",
                "How long the oldest of them has waited",
                backlog.oldest_event.total_seconds(),
            ),
            ("inbox_aside", "Events set aside after three failed turns", backlog.events_aside),
            ("outbox_waiting", "Messages that wait to be delivered", backlog.requests_waiting),
            (
                "outbox_oldest_waiting_seconds",
                "How long the oldest of them is overdue",
                backlog.oldest_request.total_seconds(),
            ),
            (
                "reports_filed",
                "Reports filed in chat, revisions included",
                backlog.reports_filed,
            ),
        ):
            yield GaugeMetricFamily(f"khuepna_{name}", meaning, value=value)
