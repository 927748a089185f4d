"""What was pushed for money, and what is left of LINE's quota: for those who watch over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from reminders.spending import LINE, known_quota
from storage.db import reading
from storage.outages import OUTAGES
from storage.pushes import line_month, pushed_by_worth, pushes_and_officers
from storage.records import Worth


class PushCollector(Collector):
    """Counts when somebody asks, from what all processes share; silent while that is away."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the pushes of this month and the last, the officers, and the quota if it is known.

        Where there is no limit there are no figures of it.
        """
        now = self._clock()
        month = line_month(now)
        pushes = GaugeMetricFamily(
            "khuepna_line_pushes",
            "Messages pushed on LINE, by what they were worth and LINE's month",
            labels=("worth", "month"),
        )
        each = GaugeMetricFamily(
            "khuepna_line_pushes_per_officer",
            "Messages pushed on LINE for each officer who has a chat linked now",
            labels=("month",),
        )
        try:
            with reading(self._engine) as tx:
                officers = pushes_and_officers(tx, channel=LINE, month=month).officers
                for one in (month.previous, month):
                    counted = pushed_by_worth(tx, channel=LINE, month=one)
                    if officers:
                        each.add_metric((str(one),), sum(counted.values()) / officers)
                    for worth in (Worth.REMINDER, Worth.URGENT):
                        pushes.add_metric((worth, str(one)), counted.get(worth, 0))
                quota = known_quota(tx, now=now)
        except OUTAGES:
            return
        yield pushes
        yield each
        yield GaugeMetricFamily(
            "khuepna_officers_linked", "Officers who have a chat linked", value=officers
        )
        if quota is not None and quota.most is not None:
            yield GaugeMetricFamily(
                "khuepna_line_quota", "Messages that LINE lets us push this month", value=quota.most
            )
            yield GaugeMetricFamily(
                "khuepna_line_quota_left", "How many of them are left", value=quota.left
            )
