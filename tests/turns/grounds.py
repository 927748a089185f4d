"""What the loops of a process stand on, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry

from bot.ground import Ground
from bot.metrics import Metrics
from tests.turns.office import NOW


def at_rest() -> datetime:
    """A clock that stands still."""
    return NOW


@contextmanager
def grounded(url: str, *, clock: Callable[[], datetime] = at_rest) -> Iterator[Ground]:
    ground = Ground(url, clock=clock, metrics=Metrics(CollectorRegistry()))
    try:
        yield ground
    finally:
        ground.close()
