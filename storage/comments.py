"""What supervisors wrote on reports; it is kept for good."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.project_months import Comment
from storage.tables import comment, person


def add_comment(
    tx: Connection, report_id: int, text: str, *, person_id: int, now: datetime
) -> None:
    tx.execute(insert(comment).values(report_id=report_id, person_id=person_id, text=text, at=now))


def comments_on(tx: Connection, report_id: int) -> tuple[Comment, ...]:
    """Give what was written on a report, the oldest first."""
    rows = tx.execute(
        select(person.c.name, comment.c.text, comment.c.at)
        .join(person)
        .where(comment.c.report_id == report_id)
        .order_by(comment.c.id)
    )
    return tuple(Comment(*row) for row in rows)
