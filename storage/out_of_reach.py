"""Who reports on a project and is reached by no chat, and what became of the last one they had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.first_addresses import has_address
from storage.reachability import Change
from storage.tables import contact_change, person, project_reporter

_ENDS = frozenset({Change.LEFT, Change.UNLINKED})


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """Somebody without a chat; `ended` and `since` are None for who never had one."""

    name: str
    ended: Change | None = None
    since: datetime | None = None


def reporters_out_of_reach(tx: Connection, project_id: int) -> tuple[OutOfReach, ...]:
    """Give the living people who report on a project and cannot be spoken to, by name."""
    found = (
        select(person.c.id, person.c.name)
        .join(project_reporter, project_reporter.c.person_id == person.c.id)
        .where(
            project_reporter.c.project_id == project_id,
            person.c.erased_at.is_(None),
            ~has_address(),
        )
    )
    names = {row.id: row.name for row in tx.execute(found)}
    if not names:
        return ()
    changes = (
        select(contact_change.c.person_id, contact_change.c.change, contact_change.c.at)
        .where(contact_change.c.person_id.in_(names), contact_change.c.change.in_(_ENDS))
        .order_by(contact_change.c.id)
    )
    ended = {row.person_id: (Change(row.change), row.at) for row in tx.execute(changes)}
    people = [OutOfReach(name, *ended.get(number, ())) for number, name in names.items()]
    return tuple(sorted(people, key=lambda one: one.name))
