"""Admins are told, in time, that the month's paid messages come to an end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from handlers.messages import Codec, Outgoing
from handlers.texts import phrases
from reminders.quota import SHARES, Quota, share_passed
from reminders.spending import known_quota
from storage import outbox
from storage.first_addresses import first_addresses
from storage.heartbeats import beat
from storage.people import Address
from storage.pushes import line_month
from storage.records import Role, Worth
from storage.roles import locales_of_holders

ONCE = timedelta(days=366)  # the month is in the name of what is told


def warn_of_quota(tx: Connection, codecs: Mapping[str, Codec], *, now: datetime) -> int:
    """Tell the admins of each share of LINE's quota that is spent; gives how many were told.

    Each share is told once a month, however many clocks there are, and the lower one not after the
    higher. Where no admin can be reached it stays untold until one can.
    """
    quota = known_quota(tx, now=now)
    share = share_passed(quota) if quota else None
    if quota is None or share is None:
        return 0
    admins = locales_of_holders(tx, Role.ADMIN)
    reached = [(one, at) for one, at in first_addresses(tx, admins).items() if at is not None]
    if not reached or not _is_news(tx, share, now=now):
        return 0
    for admin, at in reached:
        _tell(tx, codecs[at.channel], at, _warning(quota, admins[admin]), now=now)
    return len(reached)


def _is_news(tx: Connection, share: int, *, now: datetime) -> bool:
    """Take note that this share is told, and those below it need not be."""
    month = line_month(now)
    news = [
        beat(tx, f"line {month} {passed}%", now=now, apart=ONCE)
        for passed in SHARES
        if passed <= share
    ]
    return news[-1]


def _warning(quota: Quota, locale: str) -> str:
    say = phrases("quota", locale)
    counts = say(
        "quota.counts",
        percent=quota.share_spent,
        spent=quota.spent,
        most=quota.most,
        left=quota.left,
    )
    means = say("quota.spent") if quota.left == 0 else say("quota.near")
    return f"{counts}\n\n{means}\n\n{say('quota.what_to_do')}"


def _tell(tx: Connection, codec: Codec, at: Address, text: str, *, now: datetime) -> None:
    payloads = codec.write(at.lane, [Outgoing(text)])
    outbox.enqueue(tx, payloads, channel=at.channel, lane=at.lane, now=now, worth=Worth.URGENT)
