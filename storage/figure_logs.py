"""How the figures of many projects that were given in chat came to be, in some quarters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Connection, select, union

from storage.periods import Period
from storage.recorded import FigureLog, GivenFigure
from storage.tables import evaluation_revision, indicator, indicator_revision, project


def figure_logs(
    tx: Connection, project_ids: Collection[int], periods: Sequence[Period]
) -> dict[int, tuple[FigureLog, ...]]:
    """Give them by the number of the project, for the quarters of months of one fiscal year.

    The results of its indicators come first, in the order of its page.
    """
    year, quarters = periods[0].fiscal_year, {period.quarter.number for period in periods}
    results = (
        select(
            indicator.c.project_id,
            indicator.c.id,
            indicator.c.name,
            indicator.c.target,
            indicator.c.measure,
            indicator_revision.c.number,
            indicator_revision.c.result,
            indicator_revision.c.filed_at,
        )
        .join(indicator, indicator.c.id == indicator_revision.c.indicator_id)
        .where(
            indicator.c.project_id.in_(project_ids),
            indicator.c.fiscal_year == year,
            indicator_revision.c.number.in_(quarters),
        )
        .order_by(
            indicator.c.position,
            indicator_revision.c.indicator_id,
            indicator_revision.c.number,
            indicator_revision.c.revision,
        )
    )
    scores = (
        select(
            evaluation_revision.c.project_id,
            evaluation_revision.c.quarter,
            evaluation_revision.c.score,
            evaluation_revision.c.filed_at,
            evaluation_revision.c.reason,
            evaluation_revision.c.note,
        )
        .where(
            evaluation_revision.c.project_id.in_(project_ids),
            evaluation_revision.c.fiscal_year == year,
            evaluation_revision.c.quarter.in_(quarters),
        )
        .order_by(
            evaluation_revision.c.project_id,
            evaluation_revision.c.quarter,
            evaluation_revision.c.revision,
        )
    )
    found: defaultdict[int, list[FigureLog]] = defaultdict(list)
    for key, given in groupby(tx.execute(results), itemgetter(*range(6))):
        number, _, name, target, measure, quarter = key
        revisions = tuple(GivenFigure(row.result, row.filed_at) for row in given)
        found[number].append(FigureLog(name, quarter, revisions, target, measure))
    for (number, quarter), scored in groupby(tx.execute(scores), itemgetter(0, 1)):
        revisions = tuple(
            GivenFigure(row.score, row.filed_at, row.reason, row.note) for row in scored
        )
        found[number].append(FigureLog(None, quarter, revisions))
    return {number: tuple(logs) for number, logs in found.items()}


def revised_figures(
    tx: Connection, chosen: ColumnElement[bool], periods: Sequence[Period], since: datetime
) -> dict[int, str]:
    """Give the projects, with the codes of their units, whose figures may have been corrected.

    They have a result that was given since that moment, or a score that is not the first.
    """
    year, quarters = periods[0].fiscal_year, {period.quarter.number for period in periods}
    whose = select(project.c.id, project.c.unit_code).where(chosen)
    late = (
        select(indicator.c.project_id)
        .join(indicator_revision, indicator_revision.c.indicator_id == indicator.c.id)
        .where(
            indicator.c.fiscal_year == year,
            indicator_revision.c.number.in_(quarters),
            indicator_revision.c.filed_at >= since,
        )
    )
    corrected = select(evaluation_revision.c.project_id).where(
        evaluation_revision.c.fiscal_year == year,
        evaluation_revision.c.quarter.in_(quarters),
        evaluation_revision.c.revision > 1,
    )
    rows = tx.execute(whose.where(project.c.id.in_(union(late, corrected))))
    return {row.id: row.unit_code for row in rows}
