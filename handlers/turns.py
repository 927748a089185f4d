"""One turn: an event is answered, and all that follows from it is written, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from handlers.answer import answer_with
from handlers.apology import apologise
from handlers.conversation import converse, tell_of_evidence
from handlers.group import answer_in_group
from handlers.incidents import suffer
from handlers.join_turn import join
from handlers.messages import Codec, Incident, Outgoing, Text
from handlers.passes import Issuer
from storage import inbox, people
from storage.db import transaction
from storage.outages import is_outage
from storage.people import Address
from storage.reachability import mark_reachable
from storage.records import Claimed


@dataclass(frozen=True, slots=True)
class Quiet:
    """No event waits."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An event was answered, and that is committed."""

    event: int
    channel: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The turn came to nothing, and nothing of it was written. `aside` after the last try.

    `untold` is why the person could not be told that it was set aside, where that failed too.
    """

    event: int
    channel: str
    cause: Exception
    aside: bool
    untold: Exception | None = None


Outcome = Quiet | Answered | Failed


def take_turns(
    engine: Engine,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    now: datetime,
    most: int,
) -> tuple[Outcome, ...]:
    """Answer up to `most` waiting events and commit them together; the last may find none.

    Links to pages are given by `issuer`. Should one of the turns fail, nothing is written of any,
    and each has a transaction of its own.
    """
    try:
        with transaction(engine) as tx:
            return tuple(
                _answer_until_quiet(tx, codecs, locale=locale, issuer=issuer, now=now, most=most)
            )
    except Exception as cause:
        if is_outage(cause):
            raise
        # It comes again where its event is alone, and is told there.
        each = partial(take_one_turn, engine, codecs, locale=locale, issuer=issuer, now=now)
        return tuple(each() for _each in range(most))


def _answer_until_quiet(
    tx: Connection,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    now: datetime,
    most: int,
) -> Iterator[Outcome]:
    for _each in range(most):
        claimed = inbox.claim_next(tx, now=now)
        if claimed is None:
            yield Quiet()
            return
        _answer(tx, claimed, codecs, locale=locale, issuer=issuer, now=now)
        yield Answered(claimed.id, claimed.channel)


def take_one_turn(
    engine: Engine, codecs: Mapping[str, Codec], *, locale: str, issuer: Issuer, now: datetime
) -> Outcome:
    """Answer the next waiting event, if there is one; `locale` is the language of strangers.

    Links to pages are given by `issuer`.

    1. The oldest event of a chat is claimed, and stays the turn's own until it ends.
    2. It is answered: the conversation, the report and the messages are written.
    3. All of it is committed together with the event's end, or none of it.
    4. When the turn failed, the event keeps its place and the failure is counted; after the
       third it is set aside and the person is told, so that the chat goes on.

    A database that is out of reach, locked or full is no fault of the event: its error is
    raised, nothing is counted, and the event waits.
    """
    claimed: Claimed | None = None
    try:
        with transaction(engine) as tx:
            claimed = inbox.claim_next(tx, now=now)
            if claimed is None:
                return Quiet()
            _answer(tx, claimed, codecs, locale=locale, issuer=issuer, now=now)
            return Answered(claimed.id, claimed.channel)
    except Exception as cause:
        # Whatever else it is, it must not block the chat.
        if claimed is None or is_outage(cause):
            raise
        with transaction(engine) as tx:
            aside = inbox.record_failure(tx, claimed.id, now=now)
            untold = apologise(tx, claimed, codecs, locale=locale, now=now) if aside else None
        return Failed(claimed.id, claimed.channel, cause, aside, untold)


def _answer(
    tx: Connection,
    claimed: Claimed,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    now: datetime,
) -> None:
    said = _reply(tx, claimed, codecs, locale=locale, issuer=issuer, now=now)
    answer_with(tx, claimed, codecs[claimed.channel], said, now=now)


def _reply(
    tx: Connection,
    claimed: Claimed,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    now: datetime,
) -> tuple[Outgoing, ...]:
    inbound = codecs[claimed.channel].read(claimed.payload)
    event = inbound.event
    if isinstance(event, Incident):
        return suffer(tx, claimed, event, codecs=codecs, issuer=issuer, inbound=inbound, now=now)
    if inbound.group:
        return answer_in_group(tx, claimed, inbound, locale=locale, now=now)
    if inbound.account is None:
        return ()
    sender = Address(claimed.channel, inbound.account, claimed.lane)
    text = event.text if isinstance(event, Text) else None
    speaker = people.speaker_at(tx, channel=claimed.channel, account=inbound.account)
    person = speaker.person if speaker else None
    if claimed.news:
        if person is None:
            return ()
        return tell_of_evidence(
            tx, claimed, person, sender=sender, codecs=codecs, issuer=issuer, now=now
        )
    said = join(tx, sender=sender, text=text, person=person, locale=locale, now=now)
    if said is not None or speaker is None:
        return said or ()
    if speaker.was_out_of_reach:
        mark_reachable(tx, sender, now=now)
    return converse(
        tx, claimed, speaker.person, event, sender=sender, codecs=codecs, issuer=issuer, now=now
    )
