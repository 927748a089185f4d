"""All that was given as a figure, for looking at what filing leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select

from storage.periods import Quarter
from storage.tables import evaluation_revision, indicator_revision


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure as it once stood; nobody gave it where it came with a page.

    `text` is what was said beside the figure, `reason` why a score was corrected.
    """

    revision: int
    figure: Decimal | None
    text: str
    person_id: int | None
    filed_at: datetime | None
    reason: str = ""


def revisions_of_result(tx: Connection, indicator_id: int, number: int) -> tuple[Revision, ...]:
    """Give all that was given for an indicator in the quarter of that number, oldest first."""
    rows = tx.execute(
        select(indicator_revision)
        .filter_by(indicator_id=indicator_id, number=number)
        .order_by(indicator_revision.c.revision)
    )
    return tuple(
        Revision(row.revision, row.result, row.narrative, row.person_id, row.filed_at)
        for row in rows
    )


def revisions_of_score(tx: Connection, project_id: int, quarter: Quarter) -> tuple[Revision, ...]:
    """Give all that was given for a project in a quarter, oldest first."""
    rows = tx.execute(
        select(evaluation_revision)
        .filter_by(project_id=project_id, fiscal_year=quarter.fiscal_year, quarter=quarter.number)
        .order_by(evaluation_revision.c.revision)
    )
    return tuple(
        Revision(row.revision, row.score, row.note, row.person_id, row.filed_at, row.reason)
        for row in rows
    )
