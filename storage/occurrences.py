"""What the clock has said to whom, or found no need or no way to say: each thing once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.many_rows import insert_many
from storage.numbers import is_one_of
from storage.periods import Period
from storage.records import Occurrence
from storage.tables import occurrence


class Fate(StrEnum):
    """What became of it: said, no longer worth saying, or there was nowhere to say it."""

    SAID = "said"
    SKIPPED = "skipped"
    UNDELIVERABLE = "undeliverable"


_NOTE = (
    insert(occurrence)
    .on_conflict_do_nothing()
    .returning(
        occurrence.c.kind, occurrence.c.recipient_id, occurrence.c.subject, occurrence.c.period
    )
)


_NOTED = select(
    occurrence.c.kind, occurrence.c.recipient_id, occurrence.c.subject, occurrence.c.period
).where(
    occurrence.c.period.in_(bindparam("periods", expanding=True)),
    occurrence.c.kind.in_(bindparam("kinds", expanding=True)),
)


def note_occurrences(
    tx: Connection, fates: Mapping[Occurrence, Fate], *, now: datetime
) -> frozenset[Occurrence]:
    """Note what becomes of each, and give those that nobody noted before.

    All clocks note in one order, so that no two wait for each other.
    """
    if not fates:
        return frozenset()
    places = {
        (one.kind, one.recipient_id, one.subject, _stored(one.period)): one
        for one in sorted(fates, key=_order)
    }
    notes = [
        {
            "kind": kind,
            "period": period,
            "recipient_id": recipient_id,
            "subject": subject,
            "fate": fates[one].value,
            "at": now,
        }
        for (kind, recipient_id, subject, period), one in places.items()
    ]
    return frozenset(places[tuple(row)] for row in insert_many(tx, _NOTE, notes).all())


def _order(one: Occurrence) -> tuple[int, str, str, str]:
    return one.recipient_id, one.kind, _stored(one.period), one.subject


def noted(
    tx: Connection,
    *,
    kinds: Collection[str],
    periods: Collection[Period | None],
    people: Collection[int] | None = None,
) -> frozenset[Occurrence]:
    """Give what was noted of some kinds about some months, to all or to these people."""
    found = _NOTED
    if people is not None:
        found = found.where(is_one_of(occurrence.c.recipient_id, people))
    read = {_stored(one): one for one in periods}
    given = {"periods": [*read], "kinds": [*kinds]}
    return frozenset(
        Occurrence(kind, recipient_id, subject, read[period])
        for kind, recipient_id, subject, period in tx.execute(found, given).all()
    )


def said_since(
    tx: Connection, kinds: Collection[str], *, since: datetime
) -> frozenset[tuple[int, Period | None]]:
    """Give to whom something of some kinds was said since then, with the month it was about."""
    rows = tx.execute(
        select(occurrence.c.recipient_id, occurrence.c.period).where(
            occurrence.c.kind.in_(kinds), occurrence.c.at >= since, occurrence.c.fate == Fate.SAID
        )
    )
    return frozenset(
        (row.recipient_id, Period.parse(row.period) if row.period else None) for row in rows
    )


def _stored(period: Period | None) -> str:
    return "" if period is None else str(period)
