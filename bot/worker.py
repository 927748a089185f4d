"""The loop around one turn."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import partial
from time import perf_counter

import structlog

from bot.failures import place_of
from bot.ground import Ground
from handlers.messages import Codec
from handlers.passes import Issuer
from handlers.turns import Answered, Failed, Outcome, Quiet, take_one_turn, take_turns
from storage.outages import OUTAGES

log = structlog.get_logger()

POLL = 0.25  # seconds between two looks when no bell rings: another process may have received
OUTAGE_PAUSE = 1.0  # seconds until a database that failed is asked again


async def work(
    ground: Ground,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    sent_here: Container[str] | None = None,
) -> None:
    """Answer events until the bell is closed.

    `sent_here` are the channels that this process sends for, as they are at the moment, and None
    where it is all: what is said on others is told to the processes that do.
    """
    while not ground.bell.closed:
        ring = ground.bell.next_ring
        try:
            outcomes = await _take_turns(ground, codecs, locale=locale, issuer=issuer)
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            await ground.wait(ring, seconds=OUTAGE_PAUSE)
            continue
        if outcomes != (Quiet(),):
            ground.bell.answer()
        if sent_here is not None and any(
            isinstance(one, Answered) and one.channel not in sent_here for one in outcomes
        ):
            ground.bell.ring(0)
        if Quiet() in outcomes:
            await ground.bell.wait_for_event(seconds=POLL)


async def _take_turns(
    ground: Ground, codecs: Mapping[str, Codec], *, locale: str, issuer: Issuer
) -> Sequence[Outcome]:
    """Take as many turns as may be committed together."""
    most = ground.turns_at_once
    if most == 1:
        return (await take_turn(ground, codecs, locale=locale, issuer=issuer),)
    started = perf_counter()
    turns = partial(
        take_turns,
        ground.engine,
        codecs,
        locale=locale,
        issuer=issuer,
        now=ground.clock(),
        most=most,
    )
    outcomes = await ground.in_thread(turns)
    for outcome in outcomes:
        _tell(ground, outcome, seconds=(perf_counter() - started) / len(outcomes))
    return outcomes


async def take_turn(
    ground: Ground, codecs: Mapping[str, Codec], *, locale: str, issuer: Issuer
) -> Outcome:
    """Take one turn in a thread, and tell the log and the metrics what came of it."""
    started = perf_counter()
    turn = partial(
        take_one_turn, ground.engine, codecs, locale=locale, issuer=issuer, now=ground.clock()
    )
    outcome = await ground.in_thread(turn)
    _tell(ground, outcome, seconds=perf_counter() - started)
    return outcome


def _tell(ground: Ground, outcome: Outcome, *, seconds: float) -> None:
    match outcome:
        case Answered(event, channel):
            ground.metrics.turn_seconds.observe(seconds)
            log.debug("event_answered", event_id=event, channel=channel)
        case Failed(event, channel, cause, aside, untold):
            _log_failure("event_set_aside" if aside else "turn_failed", event, channel, cause)
            if untold is not None:
                _log_failure("apology_failed", event, channel, untold)
        case Quiet():
            pass


def _log_failure(what: str, event: int, channel: str, cause: Exception) -> None:
    log.error(what, event_id=event, channel=channel, error=type(cause).__name__, at=place_of(cause))
