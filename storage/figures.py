"""Figures that are given in chat: results of indicators, and evaluators' scores.

They are only ever added, as revisions; the newest stands in the register too, where pages, tables
and summaries read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite reads it as well

from storage.periods import Quarter
from storage.tables import (
    evaluation,
    evaluation_revision,
    indicator_quarter,
    indicator_revision,
)


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gives a figure, by what event, and when; `inbox_id` can file only once."""

    person_id: int
    channel: str
    inbox_id: int
    now: datetime


def file_result(
    tx: Connection,
    indicator_id: int,
    number: int,
    result: Decimal,
    narrative: str,
    *,
    seen: int,
    by: Giving,
) -> None:
    """Add the result of an indicator in the quarter of that number.

    `seen` is the newest revision that the person knew of, 0 where there was none. IntegrityError
    where there is a later one.
    """
    place = {"indicator_id": indicator_id, "number": number}
    before = select(indicator_quarter.c.result, indicator_quarter.c.narrative).filter_by(**place)
    stood = tx.execute(before).mappings().one_or_none()
    if seen == 0 and stood and (stood["result"] is not None or stood["narrative"]):
        seen = 1
        tx.execute(insert(indicator_revision).values(**place, **stood, revision=seen))
    given = {"result": result, "narrative": narrative}
    _add(tx, indicator_revision, {**place, **given}, seen=seen, by=by)
    changed = upsert(indicator_quarter).values(**place, **given)
    tx.execute(changed.on_conflict_do_update(index_elements=[*place], set_=given))


def file_score(
    tx: Connection,
    project_id: int,
    quarter: Quarter,
    score: Decimal,
    note: str,
    *,
    reason: str,
    seen: int,
    by: Giving,
) -> None:
    """Add the score of a project in a quarter; `seen` as for results.

    `reason` is why an earlier score was corrected, empty where there was none.
    """
    place = {
        "project_id": project_id,
        "fiscal_year": quarter.fiscal_year,
        "quarter": quarter.number,
    }
    before = select(evaluation.c.score, evaluation.c.note).filter_by(**place)
    stood = tx.execute(before).mappings().one_or_none()
    if seen == 0 and stood:
        seen = 1
        values = {**place, **stood, "reason": ""}
        tx.execute(insert(evaluation_revision).values(**values, revision=seen))
    given = {"score": score, "note": note}
    _add(tx, evaluation_revision, {**place, **given, "reason": reason}, seen=seen, by=by)
    changed = upsert(evaluation).values(**place, **given)
    tx.execute(changed.on_conflict_do_update(index_elements=[*place], set_=given))


def _add(tx: Connection, table: Table, values: dict[str, object], *, seen: int, by: Giving) -> None:
    tx.execute(
        insert(table).values(
            **values,
            revision=seen + 1,
            person_id=by.person_id,
            channel=by.channel,
            inbox_id=by.inbox_id,
            filed_at=by.now,
        )
    )


def count_given_by(tx: Connection, person_id: int) -> int:
    """Count the results and scores that a person gave, however often they were corrected."""
    results = select(indicator_revision.c.indicator_id, indicator_revision.c.number)
    scores = select(
        evaluation_revision.c.project_id,
        evaluation_revision.c.fiscal_year,
        evaluation_revision.c.quarter,
    )
    theirs = (
        results.where(indicator_revision.c.person_id == person_id).distinct(),
        scores.where(evaluation_revision.c.person_id == person_id).distinct(),
    )
    return sum(tx.scalars(select(func.count()).select_from(one.subquery())).one() for one in theirs)
