"""The projects of a quarter that evaluators walk through, one after another by their codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from storage.periods import Quarter
from storage.tables import evaluation, evaluation_revision, person, project


@dataclass(frozen=True, slots=True)
class Stand:
    """How the score of a project stands in a quarter.

    `revision` counts what was given in chat, `giver` is the name of who gave the newest.
    """

    score: Decimal | None
    note: str
    revision: int
    giver: str | None


def has_any(tx: Connection, chosen: ColumnElement[bool]) -> bool:
    """Tell whether there are projects at all among those that `chosen` says."""
    return tx.scalars(select(project.c.id).where(chosen).limit(1)).first() is not None


def count_unscored(
    tx: Connection, chosen: ColumnElement[bool], quarter: Quarter, *, as_printed: str
) -> int:
    """Count the projects that want a score of a quarter.

    `chosen` says which projects, as `storage.summaries.choose_projects` gives it. `as_printed` is
    the note of scores whose quarter is only that of a saved page; such a project wants one still.
    """
    wanted = select(func.count()).select_from(project)
    return tx.scalars(wanted.where(chosen, ~_scored(quarter, as_printed))).one()


def unscored_quarters(
    tx: Connection, unit_codes: Collection[str], *, as_printed: str
) -> tuple[Quarter, ...]:
    """Give the quarters of which projects of that fiscal year want a score, the oldest first.

    All four of a year count, whether they are over or not; projects of the year before that go on
    are left out.
    """
    theirs = project.c.unit_code.in_(unit_codes)
    years = tx.execute(
        select(project.c.fiscal_year, func.count()).where(theirs).group_by(project.c.fiscal_year)
    )
    place = evaluation.c.fiscal_year, evaluation.c.quarter
    scored = tx.execute(
        select(*place, func.count())
        .join(project, project.c.id == evaluation.c.project_id)
        .where(
            theirs,
            project.c.fiscal_year == evaluation.c.fiscal_year,
            evaluation.c.score.is_not(None),
            evaluation.c.note != as_printed,
        )
        .group_by(*place)
    )
    counted = {Quarter(year, number): count for year, number, count in scored}
    projects = {Quarter(year, one): count for year, count in years for one in range(1, 5)}
    return tuple(sorted(one for one, count in projects.items() if counted.get(one, 0) < count))


def next_unscored(
    tx: Connection,
    chosen: ColumnElement[bool],
    quarter: Quarter,
    *,
    as_printed: str,
    after: int | None,
    included: bool = False,
) -> int | None:
    """Give the first project that wants a score and whose code comes after that of `after`.

    With `included` that one itself comes into question; None means from the beginning.
    """
    wanted = select(project.c.id).where(chosen, ~_scored(quarter, as_printed))
    if after is not None:
        other = project.alias("other")
        code = select(other.c.code).where(other.c.id == after).scalar_subquery()
        wanted = wanted.where(project.c.code >= code if included else project.c.code > code)
    return tx.scalars(wanted.order_by(project.c.code).limit(1)).one_or_none()


def find_chosen(
    tx: Connection, chosen: ColumnElement[bool], words: str, *, most: int
) -> Sequence[int]:
    """Give the chosen projects with words in their name or code, by code."""
    named = or_(
        project.c.name.icontains(words, autoescape=True),
        project.c.code.contains(words, autoescape=True),
    )
    wanted = select(project.c.id).where(chosen, named)
    return tx.scalars(wanted.order_by(project.c.code).limit(most)).all()


def chosen_among(
    tx: Connection, chosen: ColumnElement[bool], project_ids: Collection[int]
) -> frozenset[int]:
    """Give those of some projects that are chosen."""
    return frozenset(tx.scalars(select(project.c.id).where(chosen, project.c.id.in_(project_ids))))


def _scored(quarter: Quarter, as_printed: str) -> ColumnElement[bool]:
    return exists().where(
        evaluation.c.project_id == project.c.id,
        evaluation.c.fiscal_year == quarter.fiscal_year,
        evaluation.c.quarter == quarter.number,
        evaluation.c.score.is_not(None),
        evaluation.c.note != as_printed,
    )


def newest_scores(
    tx: Connection, project_ids: Collection[int], *, as_printed: str
) -> tuple[tuple[int, Quarter, Decimal], ...]:
    """Give the score of the latest quarter that has one, of each project that has any."""
    rows = tx.execute(
        select(evaluation)
        .where(
            evaluation.c.project_id.in_(project_ids),
            evaluation.c.score.is_not(None),
            evaluation.c.note != as_printed,
        )
        .order_by(evaluation.c.fiscal_year, evaluation.c.quarter)
    )
    newest = {row.project_id: (Quarter(row.fiscal_year, row.quarter), row.score) for row in rows}
    return tuple((number, *newest[number]) for number in project_ids if number in newest)


def stands_of(tx: Connection, project_ids: Collection[int], quarter: Quarter) -> dict[int, Stand]:
    """Give how the scores of projects stand in a quarter; one without any is left out."""
    place = {"fiscal_year": quarter.fiscal_year, "quarter": quarter.number}
    revisions = {
        row.project_id: (row.revision, row.name)
        for row in tx.execute(
            select(evaluation_revision.c.project_id, evaluation_revision.c.revision, person.c.name)
            .outerjoin(person, person.c.id == evaluation_revision.c.person_id)
            .where(
                evaluation_revision.c.project_id.in_(project_ids),
                evaluation_revision.c.fiscal_year == quarter.fiscal_year,
                evaluation_revision.c.quarter == quarter.number,
            )
            .order_by(evaluation_revision.c.revision)
        )
    }
    rows = tx.execute(
        select(evaluation).where(evaluation.c.project_id.in_(project_ids)).filter_by(**place)
    )
    return {
        row.project_id: Stand(row.score, row.note, *revisions.get(row.project_id, (0, None)))
        for row in rows
    }
