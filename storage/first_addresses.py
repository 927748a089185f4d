"""Where the bot speaks first to people who hold more than one account."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, case, exists, select

from storage.numbers import is_one_of
from storage.people import Address
from storage.tables import address, person

# Telegram costs nothing, LINE does; the others are looked at by who sits before them.
FIRST_TO_LAST = ("telegram", "line", "webchat", "terminal")


def first_addresses(tx: Connection, people: Collection[int]) -> dict[int, Address | None]:
    """Give each of these people the address where the bot speaks first, None where there is none.

    What cannot be reached is left out. Of several accounts on a channel it is the one linked last.
    """
    rank = case({name: rank for rank, name in enumerate(FIRST_TO_LAST)}, value=address.c.channel)
    rows = tx.execute(
        select(address.c.person_id, address.c.channel, address.c.account, address.c.lane)
        .where(is_one_of(address.c.person_id, people), _reached())
        .order_by(rank.desc(), address.c.linked_at, address.c.account)
    )
    # The last of each person stands.
    found = {person_id: Address(*where) for person_id, *where in rows.all()}
    return {one: found.get(one) for one in people}


def has_address() -> ColumnElement[bool]:
    """Say of a person, in any query that selects from `person`, that there is such an address."""
    return exists().where(address.c.person_id == person.c.id, _reached())


def _reached() -> ColumnElement[bool]:
    return and_(address.c.channel.in_(FIRST_TO_LAST), address.c.unreachable_at.is_(None))
