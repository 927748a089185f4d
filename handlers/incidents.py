"""What befalls a chat without anything being said in it."""

from __future__ import annotations

from collections.abc import Iterable
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
    Text,
    UnreadablePayload,
    Unsent,
)
from storage.evidence import sent_as
from storage.inbox import hide_message
from storage.outbox import move_lane
from storage.people import Address, person_at
from storage.reachability import mark_unreachable
from storage.records import Claimed
from storage.taken_back import forget_sayings


def suffer(
    tx: Connection,
    claimed: Claimed,
    incident: Incident,
    *,
    codec: Codec,
    inbound: Inbound,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Write down what an incident changes, and give what to say about it.

    Whom nothing reaches, what is hidden and leaves the draft, what moves.
    """
    match incident:
        case Left():
            mark_unreachable(tx, channel=claimed.channel, lane=claimed.lane, now=now)
        case Unsent(message):
            hidden = hide_message(tx, message, channel=claimed.channel, now=now)
            said = tuple(_read_each(hidden, codec))
            words = [event.text for event in said if isinstance(event, Text)]
            forget_sayings(tx, words, channel=claimed.channel, lane=claimed.lane)
            if inbound.account is not None and not inbound.group:
                sender = Address(claimed.channel, inbound.account, claimed.lane)
                return _take_back(tx, claimed, said, sender=sender, now=now)
        case Moved(lane):
            move_lane(tx, channel=claimed.channel, old=claimed.lane, new=lane)
        case _:
            assert_never(incident)
    return ()


def _read_each(payloads: Iterable[str], codec: Codec) -> Iterable[Event | Incident]:
    for payload in payloads:
        try:
            yield codec.read(payload).event
        except UnreadablePayload:
            continue  # nobody could read it before either, so it is in no draft


def _take_back(
    tx: Connection,
    claimed: Claimed,
    said: Iterable[Event | Incident],
    *,
    sender: Address,
    now: datetime,
) -> tuple[Outgoing, ...]:
    person = person_at(tx, channel=sender.channel, account=sender.account)
    if person is None:
        return ()
    words, references = [], []
    for event in said:
        match event:
            case Text(text):
                words.append(text)
            case Attachment(reference, caption=caption):
                references.append(reference)
                words.append(caption)
    sent = sent_as(tx, references, person_id=person.id, channel=sender.channel)
    if not any(words) and not sent:
        return ()
    taken = TakenBack(tuple(filter(None, words)), sent)
    return converse(tx, claimed, person, taken, sender=sender, now=now)
