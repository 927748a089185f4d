"""Evidence that nobody holds any more, and which files are still of use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from storage.evidence import LINKED
from storage.tables import evidence

ABANDONED_AFTER = timedelta(days=14)


def abandoned_before(now: datetime) -> datetime:
    """Give the moment before which evidence must have been released to be forgotten at `now`."""
    return now - ABANDONED_AFTER


def forget_abandoned(tx: Connection, *, before: datetime) -> int:
    """Forget what no draft has held since `before` and no report holds; gives how much it was.

    What belonged only to reports that are erased goes the same way.
    """
    abandoned = delete(evidence).where(evidence.c.released_at < before, ~LINKED)
    return len(tx.execute(abandoned.returning(evidence.c.id)).all())


def known_contents(tx: Connection, among: Collection[str] | None = None) -> frozenset[str]:
    """Give the hashes of all files that rows know, or of those among some."""
    query = select(evidence.c.sha256).where(evidence.c.sha256.is_not(None)).distinct()
    if among is not None:
        query = query.where(evidence.c.sha256.in_(among))
    return frozenset(hash_ for (hash_,) in tx.execute(query) if hash_ is not None)
