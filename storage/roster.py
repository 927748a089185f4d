"""Who could hold a phone of the try-out page: people with the roles they have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.records import Role
from storage.tables import person, role_grant, unit

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A living person in one role; `unit_code` and `unit` say where the role is held."""

    person_id: int
    name: str
    role: Role
    unit_code: str
    unit: str


_MEMBERS = (
    select(person.c.id, person.c.name, role_grant.c.role, unit.c.code, unit.c.name.label("unit"))
    .join_from(role_grant, person)
    .join(unit, unit.c.code == role_grant.c.unit_code)
    .where(person.c.erased_at.is_(None))
    .order_by(unit.c.code, person.c.name, person.c.id, role_grant.c.role)
)


def roster(tx: Connection) -> tuple[Member, ...]:
    """Give the first LONGEST members of the register by unit and name, one for each role."""
    return tuple(_member(*row) for row in tx.execute(_MEMBERS.limit(LONGEST)))


def member_by_id(tx: Connection, person_id: int) -> Member | None:
    """Give a person in one of the roles they hold; None for nobody and for who holds none."""
    row = tx.execute(_MEMBERS.where(person.c.id == person_id).limit(1)).one_or_none()
    return None if row is None else _member(*row)


def _member(person_id: int, name: str, role: str, unit_code: str, unit_name: str) -> Member:
    return Member(person_id, name, Role(role), unit_code, unit_name)
