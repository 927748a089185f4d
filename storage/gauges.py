"""The indicators of projects in quarters whose results are wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import Connection, select

from storage.numbers import is_one_of
from storage.periods import Quarter
from storage.records import Gauge
from storage.tables import indicator, indicator_quarter, indicator_revision, person


def gauges_of(tx: Connection, wanted: Collection[tuple[int, Quarter]]) -> tuple[Gauge, ...]:
    """Give the indicators of projects, each in the quarters named beside its project.

    They come by project and quarter, in the order of the project's page.
    """
    project_ids = {project_id for project_id, _ in wanted}
    rows = tx.execute(
        select(indicator)
        .where(is_one_of(indicator.c.project_id, project_ids))
        .order_by(indicator.c.project_id, indicator.c.position)
    ).all()
    if not rows:
        return ()
    stands, revisions = _stands(tx, project_ids), _revisions(tx, project_ids)
    gauges = []
    for project_id, quarter in sorted(wanted):
        for row in (one for one in rows if one.project_id == project_id):
            results = stands[row.id]
            result, narrative = results.get(quarter.number, (None, ""))
            revision, giver = revisions.get((row.id, quarter.number), (0, None))
            gauges.append(
                Gauge(
                    indicator_id=row.id,
                    project_id=project_id,
                    quarter=quarter,
                    name=row.name,
                    measure=row.measure,
                    target=row.target,
                    earlier=tuple(
                        (number, before)
                        for number, (before, _) in sorted(results.items())
                        if number < quarter.number and before is not None
                    ),
                    result=result,
                    narrative=narrative,
                    revision=revision,
                    giver=giver,
                )
            )
    return tuple(gauges)


def _stands(
    tx: Connection, project_ids: Collection[int]
) -> defaultdict[int, dict[int, tuple[Decimal | None, str]]]:
    found: defaultdict[int, dict[int, tuple[Decimal | None, str]]] = defaultdict(dict)
    for row in tx.execute(
        select(indicator_quarter)
        .join(indicator, indicator.c.id == indicator_quarter.c.indicator_id)
        .where(is_one_of(indicator.c.project_id, project_ids))
    ):
        found[row.indicator_id][row.number] = (row.result, row.narrative)
    return found


def _revisions(
    tx: Connection, project_ids: Collection[int]
) -> dict[tuple[int, int], tuple[int, str | None]]:
    """Give the newest revision of each quarter and who gave it; the last row read is it."""
    rows = tx.execute(
        select(
            indicator_revision.c.indicator_id,
            indicator_revision.c.number,
            indicator_revision.c.revision,
            person.c.name,
        )
        .join(indicator, indicator.c.id == indicator_revision.c.indicator_id)
        .outerjoin(person, person.c.id == indicator_revision.c.person_id)
        .where(is_one_of(indicator.c.project_id, project_ids))
        .order_by(indicator_revision.c.revision)
    )
    return {(row.indicator_id, row.number): (row.revision, row.name) for row in rows}
