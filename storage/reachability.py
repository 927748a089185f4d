"""Whom the bot can still speak to: accounts that come, leave and return."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Update, bindparam, insert, update

from storage.people import Address
from storage.tables import address, contact_change


class Change(StrEnum):
    """What became of an account of a person."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    LEFT = "left"
    RETURNED = "returned"


def record_change(
    tx: Connection, *, person_id: int, channel: str, change: Change, now: datetime
) -> None:
    """Remember what became of an account, for those who must know whom nothing reaches."""
    tx.execute(
        insert(contact_change).values(
            person_id=person_id, channel=channel, change=change.value, at=now
        )
    )


def mark_unreachable(tx: Connection, *, channel: str, lane: str, now: datetime) -> None:
    """Nothing can be said in a private chat any more: the bot was blocked, or the chat left."""
    _remember(
        tx,
        update(address)
        .where(
            address.c.channel == channel, address.c.lane == lane, address.c.unreachable_at.is_(None)
        )
        .values(unreachable_at=now)
        .returning(address.c.person_id),
        channel=channel,
        change=Change.LEFT,
        now=now,
    )


_RETURNS = (
    update(address)
    .where(
        address.c.channel == bindparam("its_channel"),
        address.c.account == bindparam("its_account"),
        address.c.unreachable_at.is_not(None),
    )
    .values(unreachable_at=None)
    .returning(address.c.person_id)
)


def mark_reachable(tx: Connection, theirs: Address, *, now: datetime) -> None:
    """Somebody speaks again from an account that was out of reach; else nothing happens."""
    given = {"its_channel": theirs.channel, "its_account": theirs.account}
    _remember(tx, _RETURNS, given, channel=theirs.channel, change=Change.RETURNED, now=now)


def _remember(
    tx: Connection,
    statement: Update,
    given: dict[str, str] | None = None,
    *,
    channel: str,
    change: Change,
    now: datetime,
) -> None:
    for person_id in tx.execute(statement, given or {}).scalars().all():
        record_change(tx, person_id=person_id, channel=channel, change=change, now=now)
