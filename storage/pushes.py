"""The ledger of what was sent for money, and what a platform told of its quota.

A row is written before its message is sent, so the ledger is never below what was sent. `month` is
always the month by the platform's own calendar.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy import Connection, delete, distinct, func, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.periods import Period
from storage.records import Dispatch, MonthOfPushes, Role, Worth
from storage.tables import address, person, push, push_quota, role_grant

# LINE counts its days by Japanese time wherever the account is.
LINE_ZONE = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a platform told of a month's quota: `most` pushes, None for no limit, `told` spent.

    `counted` is what our own ledger held just before it was asked.
    """

    month: Period
    most: int | None
    told: int
    counted: int
    read_at: datetime


def line_month(moment: datetime) -> Period:
    """Give the month in which LINE counts a push of that moment."""
    day = moment.astimezone(LINE_ZONE)
    return Period(day.year, day.month)


def count_pushes(
    tx: Connection,
    dispatches: Sequence[Dispatch],
    *,
    month: Period,
    recipients: int,
    now: datetime,
) -> None:
    """Write messages into the ledger before they are sent, each to so many recipients.

    IntegrityError where one stands there already.
    """
    if dispatches:
        tx.execute(
            insert(push),
            [
                {
                    "outbox_id": dispatch.id,
                    "channel": dispatch.channel,
                    "month": month,
                    "worth": dispatch.worth,
                    "recipients": recipients,
                    "at": now,
                }
                for dispatch in dispatches
            ],
        )


def take_off(tx: Connection, outbox_id: int) -> None:
    """Take a message off the ledger again that was certainly not sent."""
    tx.execute(delete(push).where(push.c.outbox_id == outbox_id))


def counted_of(tx: Connection, outbox_ids: Collection[int]) -> frozenset[int]:
    """Give those of these messages that stand in the ledger."""
    return frozenset(tx.scalars(select(push.c.outbox_id).where(push.c.outbox_id.in_(outbox_ids))))


def count_pushed(tx: Connection, *, channel: str, month: Period) -> int:
    """Count what was pushed on a channel in a month, by recipients."""
    counted = select(func.sum(push.c.recipients))
    pushed = tx.scalars(counted.where(push.c.month == month, push.c.channel == channel)).one()
    return int(pushed or 0)


def pushed_by_worth(tx: Connection, *, channel: str, month: Period) -> dict[Worth, int]:
    """Count the same by what it was worth; what there was none of is left out."""
    rows = tx.execute(
        select(push.c.worth, func.sum(push.c.recipients).label("pushes"))
        .where(push.c.month == month, push.c.channel == channel)
        .group_by(push.c.worth)
    )
    return {row.worth: int(row.pushes) for row in rows}


def pushes_and_officers(tx: Connection, *, channel: str, month: Period) -> MonthOfPushes:
    """Count the pushes of a month, and the officers who have a chat linked now, on any channel."""
    officers = (
        select(func.count(distinct(person.c.id)))
        .join_from(person, role_grant)
        .join(address, address.c.person_id == person.c.id)
        .where(person.c.erased_at.is_(None), role_grant.c.role == Role.OFFICER.value)
    )
    pushes = count_pushed(tx, channel=channel, month=month)
    return MonthOfPushes(pushes, tx.scalars(officers).one())


def record_reading(tx: Connection, channel: str, reading: Reading) -> None:
    """Keep what a platform told of its quota, in place of what it told before."""
    told = {
        "month": reading.month,
        "most": reading.most,
        "told": reading.told,
        "counted": reading.counted,
        "read_at": reading.read_at,
    }
    tx.execute(
        insert(push_quota)
        .values(channel=channel, **told)
        .on_conflict_do_update(
            index_elements=[push_quota.c.channel],
            set_=told,
            where=push_quota.c.read_at <= reading.read_at,
        )
    )


def record_spent(tx: Connection, channel: str) -> None:
    """Keep that a platform took no more, whatever it told; until it is asked again."""
    tx.execute(
        update(push_quota)
        .where(push_quota.c.channel == channel, push_quota.c.told < push_quota.c.most)
        .values(told=push_quota.c.most)
    )


def last_reading(tx: Connection, channel: str) -> Reading | None:
    """Give what a platform told last; None where it was never asked."""
    return _read(tx, channel, alone=False)


def hold_reading(tx: Connection, channel: str) -> Reading | None:
    """The same, and nobody else counts pushes of that channel until this transaction ends."""
    return _read(tx, channel, alone=True)


def _read(tx: Connection, channel: str, *, alone: bool) -> Reading | None:
    told = select(
        push_quota.c.month,
        push_quota.c.most,
        push_quota.c.told,
        push_quota.c.counted,
        push_quota.c.read_at,
    ).where(push_quota.c.channel == channel)
    row = tx.execute(told.with_for_update(key_share=True) if alone else told).one_or_none()
    return None if row is None else Reading(*row)
