"""Who holds a role, anywhere in the city."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.records import Role
from storage.tables import person, role_grant


def locales_of_holders(tx: Connection, role: Role) -> dict[int, str]:
    """Give everybody who holds a role in some unit, each with the language they read."""
    holders = select(role_grant.c.person_id).where(role_grant.c.role == role.value)
    rows = tx.execute(
        select(person.c.id, person.c.locale)
        .where(person.c.erased_at.is_(None), person.c.id.in_(holders))
        .order_by(person.c.id)
    )
    return {row.id: row.locale for row in rows}
