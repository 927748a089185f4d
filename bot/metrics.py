"""What a process counts as it works; the lengths of the queues are counted when asked for."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

TURN_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The counters of one process, in the registry that its metrics are told from."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.turn_seconds = Histogram(
            "khuepna_turn_seconds",
            "Time that one turn took, its transaction included",
            buckets=TURN_SECONDS,
            registry=registry,
        )
        self.deliveries = Counter(
            "khuepna_deliveries",
            "Attempts to deliver a message, by channel and result",
            ("channel", "result"),
            registry=registry,
        )
        self.tick_failures = Counter(
            "khuepna_tick_failures",
            "Ticks of the clock at which a part of it failed, by part",
            ("part",),
            registry=registry,
        )
        self.refusals = Counter(
            "khuepna_webhook_refusals",
            "Calls of a platform that were not taken as they came, by channel and reason",
            ("channel", "reason"),
            registry=registry,
        )
        self.ignored = Counter(
            "khuepna_events_ignored",
            "Events that nobody has to answer, by channel and reason",
            ("channel", "reason"),
            registry=registry,
        )
