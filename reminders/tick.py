"""Everything that should have happened by now, whoever asks, and however often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from handlers.messages import Codec
from reminders.digests import plan_digests
from reminders.nudging import say_nudges
from reminders.plan import plan
from reminders.quota_warnings import warn_of_quota
from storage.db import reading, transaction
from storage.failing_parts import failing_since, note_failing, note_working
from storage.heartbeats import beat
from storage.outages import is_outage
from storage.passes import forget_passes
from storage.retention import KEPT, Forgotten, forget_old

CLOCK = "clock"
RETENTION = "retention"
RETENTION_APART = timedelta(days=1)

Codecs = Mapping[str, Codec]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A part of a tick met something unforeseen; the next tick tries it again."""

    part: str
    cause: Exception


def tick(engine: Engine, codecs: Codecs, *, now: datetime) -> tuple[Unfinished, ...]:
    """Do what is due at `now`, and give what could not be done.

    Any number of clocks may do so at once, and crash in between. Raises what is an outage; what
    was not done then is done by the next tick.
    """
    return tuple(one for one in tick_by_steps(engine, codecs, now=now) if one is not None)


def tick_by_steps(engine: Engine, codecs: Codecs, *, now: datetime) -> Iterator[Unfinished | None]:
    """Do the same, with a pause after each transaction, in which others may use the database."""
    failed, done = set[str](), set[str]()
    for part in _PARTS:
        name = part.__name__.strip("_")
        try:
            for _step in part(engine, codecs, now):
                yield None
        except Exception as cause:
            if is_outage(cause):
                raise
            failed.add(name)
            yield Unfinished(name, cause)
        else:
            done.add(name)
    _note(engine, failed=failed, done=done, now=now)


def _note(engine: Engine, *, failed: set[str], done: set[str], now: datetime) -> None:
    """Let all processes know what fails; where nothing is new, nothing is written."""
    with reading(engine) as tx:
        known = failing_since(tx).keys()
    if not (failed - known or done & known):
        return
    with transaction(engine) as tx:
        note_failing(tx, failed - known, now=now)
        note_working(tx, done & known)


def _beat(engine: Engine, _codecs: Codecs, now: datetime) -> Iterator[int]:
    with transaction(engine) as tx:
        beat(tx, CLOCK, now=now, apart=timedelta())
    yield 0


def _plan(engine: Engine, codecs: Codecs, now: datetime) -> Iterator[int]:
    return plan(engine, codecs, now=now)


def _say_nudges(engine: Engine, codecs: Codecs, now: datetime) -> Iterator[int]:
    return say_nudges(engine, codecs, now=now)


def _say_digests(engine: Engine, codecs: Codecs, now: datetime) -> Iterator[int]:
    return plan_digests(engine, codecs, now=now)


def _warn_of_quota(engine: Engine, codecs: Codecs, now: datetime) -> Iterator[int]:
    with transaction(engine) as tx:
        warn_of_quota(tx, codecs, now=now)
    yield 0


def _forget(engine: Engine, _codecs: Codecs, now: datetime) -> Iterator[int]:
    with transaction(engine) as tx:
        tidies = beat(tx, RETENTION, now=now, apart=RETENTION_APART)
        if tidies:
            forget_passes(tx, before=now - KEPT)
    while tidies:
        yield 0
        with transaction(engine) as tx:
            tidies = forget_old(tx, now=now) != Forgotten(0, 0)


_PARTS: tuple[Callable[[Engine, Codecs, datetime], Iterator[int]], ...] = (
    _beat,
    _plan,
    _say_nudges,
    _say_digests,
    _warn_of_quota,
    _forget,
)
