"""The rights to look at pages by a link: who holds them, what they open, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from storage.opening import Opens, ProjectPages, UnitPages
from storage.tables import page_pass, project

__all__ = ["Opens", "ProjectPages", "UnitPages"]  # whoever gives a pass says what it opens


@dataclass(frozen=True, slots=True)
class StoredPass:
    """A pass as it was given, to the person of a number."""

    id: int
    holder: int
    opens: Opens
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


def add_pass(
    tx: Connection, opens: Opens, *, holder: int, now: datetime, expires_at: datetime
) -> int:
    """Add a pass and give its number; ValueError for a project that there is not."""
    values: dict[str, Any] = {"person_id": holder, "created_at": now, "expires_at": expires_at}
    match opens:
        case UnitPages(unit_code):
            values["unit_code"] = unit_code
        case ProjectPages(code):
            known = tx.scalar(select(project.c.id).where(project.c.code == code))
            if known is None:
                raise ValueError(f"there is no project {code}")
            values["project_id"] = known
        case _:
            assert_never(opens)
    added = insert(page_pass).values(values).returning(page_pass.c.id)
    return int(tx.execute(added).scalar_one())


def find_pass(tx: Connection, pass_id: int) -> StoredPass | None:
    """Give the pass of a number, whatever became of it."""
    found = (
        select(page_pass, project.c.code.label("project_code"))
        .outerjoin(project, project.c.id == page_pass.c.project_id)
        .where(page_pass.c.id == pass_id)
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return StoredPass(
        id=row.id,
        holder=row.person_id,
        opens=(
            UnitPages(row.unit_code) if row.project_id is None else ProjectPages(row.project_code)
        ),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def revoke_pass(tx: Connection, pass_id: int, *, holder: int, now: datetime) -> bool:
    """End a pass of this holder, and tell whether it was in force until now."""
    return _revoke(tx, page_pass.c.person_id == holder, page_pass.c.id == pass_id, now=now) > 0


def revoke_all_passes(tx: Connection, holder: int, *, now: datetime) -> int:
    """End every pass of a holder; gives how many were in force until now."""
    return _revoke(tx, page_pass.c.person_id == holder, now=now)


def _revoke(tx: Connection, *which: ColumnElement[bool], now: datetime) -> int:
    in_force = (page_pass.c.revoked_at.is_(None), page_pass.c.expires_at > now)
    return tx.execute(update(page_pass).where(*which, *in_force).values(revoked_at=now)).rowcount


def forget_passes(tx: Connection, *, before: datetime) -> int:
    """Remove the passes that were over before a moment; gives how many they were."""
    return tx.execute(delete(page_pass).where(page_pass.c.expires_at < before)).rowcount


def count_passes(tx: Connection, holder: int, *, since: datetime) -> int:
    """Count the passes that a holder was given from a moment on."""
    given = select(func.count()).select_from(page_pass)
    return (
        tx.scalar(given.where(page_pass.c.person_id == holder, page_pass.c.created_at >= since))
        or 0
    )
