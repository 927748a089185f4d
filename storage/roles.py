"""Who holds a role, anywhere in the city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from storage.records import Role
from storage.tables import person, role_grant

_HELD = (
    select(role_grant.c.unit_code, role_grant.c.person_id)
    .join(person)
    .where(person.c.erased_at.is_(None), role_grant.c.role.in_(bindparam("roles", expanding=True)))
)


def locales_of_holders(tx: Connection, role: Role) -> dict[int, str]:
    """Give everybody who holds a role in some unit, each with the language they read."""
    holders = select(role_grant.c.person_id).where(role_grant.c.role == role.value)
    rows = tx.execute(
        select(person.c.id, person.c.locale)
        .where(person.c.erased_at.is_(None), person.c.id.in_(holders))
        .order_by(person.c.id)
    )
    return {row.id: row.locale for row in rows}


def holders_in(
    tx: Connection, roles: Collection[Role], unit_codes: Collection[str] | None = None
) -> dict[str, frozenset[int]]:
    """Give the living people who hold one of the roles, by unit; in these very units only."""
    held = _HELD
    if unit_codes is not None:
        held = held.where(role_grant.c.unit_code.in_(unit_codes))
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in tx.execute(held, {"roles": [one.value for one in roles]}):
        found[row.unit_code].add(row.person_id)
    return {code: frozenset(people) for code, people in found.items()}
