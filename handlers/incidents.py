"""What befalls a chat without anything being said in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.conversation import converse
from handlers.dialogue.happenings import TakenBack
from handlers.messages import (
    Attachment,
    Codec,
    Event,
    Inbound,
    Incident,
    Left,
    Moved,
    Outgoing,
    Returned,
    Text,
    UnreadablePayload,
    Unsent,
)
from handlers.passes import Issuer
from storage.evidence import sent_as
from storage.group_bindings import end_bindings, move_binding
from storage.inbox import hide_message
from storage.outbox import move_lane
from storage.people import Address, person_at
from storage.reachability import mark_reachable, mark_unreachable
from storage.records import Claimed
from storage.taken_back import forget_sayings


def suffer(
    tx: Connection,
    claimed: Claimed,
    incident: Incident,
    *,
    codecs: Mapping[str, Codec],
    issuer: Issuer,
    inbound: Inbound,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Write down what an incident changes, and give what to say about it.

    Whom nothing reaches, and who can be reached again, what is hidden and leaves the draft, what
    moves.
    """
    match incident:
        case Left():
            mark_unreachable(tx, channel=claimed.channel, lane=claimed.lane, now=now)
            if inbound.group:
                end_bindings(tx, channel=claimed.channel, lane=claimed.lane)
        case Returned():
            if inbound.account is not None:
                returned = Address(claimed.channel, inbound.account, claimed.lane)
                mark_reachable(tx, returned, now=now)
        case Unsent(message):
            hidden = hide_message(tx, message, channel=claimed.channel, now=now)
            said = dict(_read_each(hidden, codecs[claimed.channel]))
            words = [event.text for event in said.values() if isinstance(event, Text)]
            forget_sayings(tx, words, channel=claimed.channel, lane=claimed.lane)
            if inbound.account is not None and not inbound.group:
                sender = Address(claimed.channel, inbound.account, claimed.lane)
                return _take_back(
                    tx, claimed, said, sender=sender, codecs=codecs, issuer=issuer, now=now
                )
        case Moved(lane):
            move_lane(tx, channel=claimed.channel, old=claimed.lane, new=lane)
            move_binding(tx, channel=claimed.channel, old=claimed.lane, new=lane)
        case _:
            assert_never(incident)
    return ()


def _read_each(payloads: Mapping[int, str], codec: Codec) -> Iterator[tuple[int, Event | Incident]]:
    for number, payload in payloads.items():
        try:
            yield number, codec.read(payload).event
        except UnreadablePayload:
            continue  # nobody could read it before either, so it is in no draft


def _take_back(
    tx: Connection,
    claimed: Claimed,
    said: Mapping[int, Event | Incident],
    *,
    sender: Address,
    codecs: Mapping[str, Codec],
    issuer: Issuer,
    now: datetime,
) -> tuple[Outgoing, ...]:
    person = person_at(tx, channel=sender.channel, account=sender.account)
    if person is None:
        return ()
    words, references = {}, []
    for number, event in said.items():
        match event:
            case Text(text):
                words[number] = text
            case Attachment(reference, caption=caption):
                references.append(reference)
                words[number] = caption
    sent = sent_as(tx, references, person_id=person.id, channel=sender.channel)
    if not any(words.values()) and not sent:
        return ()
    taken = TakenBack(words, sent)
    return converse(
        tx, claimed, person, taken, sender=sender, codecs=codecs, issuer=issuer, now=now
    )
