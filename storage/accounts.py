"""The accounts of one channel, with what decides how the bot looks to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from storage.records import Role
from storage.tables import address, dialogue, person, role_grant


@dataclass(frozen=True, slots=True)
class Account:
    """An account that belongs to somebody of the register, with their language and roles."""

    account: str
    locale: str
    roles: frozenset[Role]


def accounts_on(tx: Connection, channel: str) -> tuple[Account, ...]:
    """Give every account of a channel that is linked to a person and within reach, by account."""
    rows = tx.execute(
        select(address.c.account, person.c.locale, role_grant.c.role)
        .join(person, person.c.id == address.c.person_id)
        .outerjoin(role_grant, role_grant.c.person_id == person.c.id)
        .where(address.c.channel == channel, address.c.unreachable_at.is_(None))
        .order_by(address.c.account)
    )
    found: dict[tuple[str, str], set[Role]] = {}
    for account, locale, role in rows:
        roles = found.setdefault((account, locale), set())
        if role is not None:
            roles.add(Role(role))
    return tuple(Account(*who, frozenset(roles)) for who, roles in found.items())


def accounts_stirred(tx: Connection, channel: str, *, since: datetime) -> frozenset[str]:
    """Give the accounts of a channel that joined, or whose person spoke anywhere, since then."""
    rows = tx.execute(
        select(address.c.account)
        .outerjoin(dialogue, dialogue.c.person_id == address.c.person_id)
        .where(
            address.c.channel == channel,
            or_(address.c.linked_at > since, dialogue.c.updated_at > since),
        )
    )
    return frozenset(rows.scalars())
