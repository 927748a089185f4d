"""The people of the register whom the bot cannot reach yet: they have a role, and no chat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from storage.records import Role
from storage.tables import address, person, role_grant


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody without a chat; `unit_code` is where the role is held."""

    person_id: int
    name: str
    unit_code: str
    locale: str


def newcomers(
    tx: Connection, *, role: Role, unit_codes: Collection[str], channels: Collection[str]
) -> tuple[Newcomer, ...]:
    """Give everybody who holds `role` in one of the units and wrote on none of the channels yet.

    They come once each, by unit and name; with the role in several units, in the first of them.
    """
    linked = exists().where(address.c.person_id == person.c.id, address.c.channel.in_(channels))
    rows = tx.execute(
        select(person.c.id, person.c.name, role_grant.c.unit_code, person.c.locale)
        .join(role_grant, role_grant.c.person_id == person.c.id)
        .where(
            role_grant.c.role == role,
            role_grant.c.unit_code.in_(unit_codes),
            ~linked,
        )
        .order_by(role_grant.c.unit_code, person.c.name, person.c.id)
    )
    found: dict[int, Newcomer] = {}
    for row in rows:
        found.setdefault(row.id, Newcomer(*row))
    return tuple(found.values())
