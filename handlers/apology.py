"""Telling a person that what they said was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.answer import answer_with
from handlers.messages import Codec, Outgoing, UnreadablePayload
from handlers.texts import phrases
from storage.outages import is_outage
from storage.people import person_at
from storage.records import Claimed


def apologise(
    tx: Connection, claimed: Claimed, codecs: Mapping[str, Codec], *, locale: str, now: datetime
) -> Exception | None:
    """Tell the person that an event was set aside; gives what went wrong with that, if anything.

    What broke the turn may break this as well. The event is set aside all the same: else it
    would block its chat, or end the process, for ever.
    """
    try:
        with tx.begin_nested():
            _tell_of_failure(tx, claimed, codecs[claimed.channel], locale=locale, now=now)
    except UnreadablePayload:
        return None  # there is nobody to tell
    except Exception as untold:
        if is_outage(untold):
            raise
        return untold
    return None


def _tell_of_failure(
    tx: Connection, claimed: Claimed, codec: Codec, *, locale: str, now: datetime
) -> None:
    inbound = codec.read(claimed.payload)
    if inbound.group or inbound.account is None:
        return
    person = person_at(tx, channel=claimed.channel, account=inbound.account)
    say = phrases("dialogue", person.locale if person else locale)
    answer_with(tx, claimed, codec, (Outgoing(say("say.set_aside")),), now=now)
