"""Who can report in somebody's place."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.tables import person, project_reporter

MOST = 200


def colleagues_of(tx: Connection, person_id: int) -> dict[int, str]:
    """Give the others of a person's unit who report on anything, by name, at most MOST."""
    theirs = select(person.c.unit_code).where(person.c.id == person_id).scalar_subquery()
    rows = tx.execute(
        select(person.c.id, person.c.name)
        .where(
            person.c.unit_code == theirs,
            person.c.id != person_id,
            select(project_reporter.c.person_id)
            .where(project_reporter.c.person_id == person.c.id)
            .exists(),
        )
        .order_by(person.c.name, person.c.id)
        .limit(MOST)
    )
    return {row.id: row.name for row in rows}
