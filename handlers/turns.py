"""One turn: an event is answered, and all that follows from it is written, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from handlers.conversation import converse, tell_of_evidence
from handlers.group import answer_in_group
from handlers.incidents import suffer
from handlers.join_turn import join
from handlers.messages import (
    Codec,
    Left,
    Moved,
    Occasion,
    Outgoing,
    Text,
    UnreadablePayload,
    Unsent,
)
from handlers.texts import phrases
from storage import inbox, outbox, people
from storage.db import transaction
from storage.outages import OUTAGES
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


def take_one_turn(
    engine: Engine, codecs: Mapping[str, Codec], *, locale: str, now: datetime
) -> Outcome:
    """Answer the next waiting event, if there is one; `locale` is the language of strangers.

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
            _answer(tx, claimed, codecs, locale=locale, now=now)
            return Answered(claimed.id, claimed.channel)
    except OUTAGES:
        raise
    except Exception as cause:
        # Whatever it is, it must not block the chat.
        if claimed is None:
            raise
        with transaction(engine) as tx:
            aside = inbox.record_failure(tx, claimed.id, now=now)
            untold = _apologise(tx, claimed, codecs, locale=locale, now=now) if aside else None
        return Failed(claimed.id, claimed.channel, cause, aside, untold)


def _answer(
    tx: Connection, claimed: Claimed, codecs: Mapping[str, Codec], *, locale: str, now: datetime
) -> None:
    codec = codecs[claimed.channel]
    inbox.finish(tx, claimed.id, now=now)
    _say(tx, claimed, codec, _reply(tx, claimed, codec, locale=locale, now=now), now=now)


def _say(
    tx: Connection, claimed: Claimed, codec: Codec, said: Sequence[Outgoing], *, now: datetime
) -> None:
    """Put what is said in the queue, behind what the chat was not told yet for want of money."""
    if not said:
        return
    unsaid = outbox.take_parked(tx, channel=claimed.channel, lane=claimed.lane)
    occasion = Occasion(claimed.payload, claimed.received_at, unsaid)
    outbox.enqueue(
        tx,
        codec.write(claimed.lane, said, occasion),
        channel=claimed.channel,
        lane=claimed.lane,
        now=now,
        inbox_id=claimed.id,
    )


def _reply(
    tx: Connection,
    claimed: Claimed,
    codec: Codec,
    *,
    locale: str,
    now: datetime,
) -> tuple[Outgoing, ...]:
    inbound = codec.read(claimed.payload)
    event = inbound.event
    if isinstance(event, Left | Unsent | Moved):
        return suffer(tx, claimed, event, codec=codec, inbound=inbound, now=now)
    if inbound.group:
        return answer_in_group(event, locale)
    if inbound.account is None:
        return ()
    sender = Address(claimed.channel, inbound.account, claimed.lane)
    text = event.text if isinstance(event, Text) else None
    person = people.person_at(tx, channel=claimed.channel, account=inbound.account)
    if claimed.news:
        return tell_of_evidence(tx, claimed, person, sender=sender, now=now) if person else ()
    said = join(tx, sender=sender, text=text, person=person, locale=locale, now=now)
    if said is not None or person is None:
        return said or ()
    mark_reachable(tx, sender, now=now)
    return converse(tx, claimed, person, event, sender=sender, now=now)


def _apologise(
    tx: Connection, claimed: Claimed, codecs: Mapping[str, Codec], *, locale: str, now: datetime
) -> Exception | None:
    """Tell the person that an event was set aside; gives what went wrong with that, if anything.

    What broke the turn may break this as well. The event is set aside all the same: else it
    would block its chat, or end the process, for ever.
    """
    try:
        with tx.begin_nested():
            _tell_of_failure(tx, claimed, codecs[claimed.channel], locale=locale, now=now)
    except OUTAGES:
        raise
    except UnreadablePayload:
        return None  # there is nobody to tell
    except Exception as untold:  # noqa: BLE001 - it is given to the caller, who logs it
        return untold
    return None


def _tell_of_failure(
    tx: Connection, claimed: Claimed, codec: Codec, *, locale: str, now: datetime
) -> None:
    inbound = codec.read(claimed.payload)
    if inbound.group or inbound.account is None:
        return
    person = people.person_at(tx, channel=claimed.channel, account=inbound.account)
    say = phrases("dialogue", person.locale if person else locale)
    _say(tx, claimed, codec, (Outgoing(say("say.set_aside")),), now=now)
