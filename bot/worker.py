"""The loop around one turn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from time import perf_counter

import structlog

from bot.failures import place_of
from bot.ground import Ground
from handlers.messages import Codec
from handlers.turns import Answered, Failed, Outcome, Quiet, take_one_turn
from storage.outages import OUTAGES

log = structlog.get_logger()

POLL = 0.25  # seconds between two looks when no bell rings: another process may have received
OUTAGE_PAUSE = 1.0  # seconds until a database that failed is asked again


async def work(ground: Ground, codecs: Mapping[str, Codec], *, locale: str) -> None:
    """Answer events until the bell is closed."""
    while not ground.bell.closed:
        ring = ground.bell.next_ring
        try:
            outcome = await take_turn(ground, codecs, locale=locale)
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            await ground.wait(ring, seconds=OUTAGE_PAUSE)
            continue
        if isinstance(outcome, Quiet):
            await ground.bell.wait_for_event(seconds=POLL)
        else:
            ground.bell.echo()  # whoever delivers has something to do


async def take_turn(ground: Ground, codecs: Mapping[str, Codec], *, locale: str) -> Outcome:
    """Take one turn in a thread, and tell the log and the metrics what came of it."""
    started = perf_counter()
    turn = partial(take_one_turn, ground.engine, codecs, locale=locale, now=ground.clock())
    outcome = await ground.in_thread(turn)
    match outcome:
        case Answered(event, channel):
            ground.metrics.turn_seconds.observe(perf_counter() - started)
            log.debug("event_answered", event_id=event, channel=channel)
        case Failed(event, channel, cause, aside, untold):
            _log_failure("event_set_aside" if aside else "turn_failed", event, channel, cause)
            if untold is not None:
                _log_failure("apology_failed", event, channel, untold)
        case Quiet():
            pass
    return outcome


def _log_failure(what: str, event: int, channel: str, cause: Exception) -> None:
    log.error(what, event_id=event, channel=channel, error=type(cause).__name__, at=place_of(cause))
