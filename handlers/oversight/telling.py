"""Speaking first to people, wherever each of them is reached."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.messages import Codec, Outgoing
from handlers.texts import Phrases, phrases
from storage import outbox
from storage.first_addresses import first_addresses
from storage.people import living
from storage.records import Person, Worth

Letter = Callable[[Person, Phrases], Outgoing]
"""Writes what a person is told, in their language."""


def tell_people(
    tx: Connection,
    codecs: Mapping[str, Codec],
    people: Collection[int],
    letter: Letter,
    *,
    worth: Worth,
    now: datetime,
) -> tuple[Person, ...]:
    """Put a letter to each of these people in the queue; gives those who have no chat for it."""
    addresses = first_addresses(tx, people)
    unreached = []
    for person in living(tx, people):
        at = addresses[person.id]
        codec = codecs.get(at.channel) if at else None
        if at is None or codec is None:
            unreached.append(person)
            continue
        message = letter(person, phrases("digest", person.locale))
        outbox.enqueue(
            tx,
            codec.write(at.lane, [message]),
            channel=at.channel,
            lane=at.lane,
            now=now,
            worth=worth,
        )
    return tuple(unreached)
