"""Which projects some months of a fiscal year are about, and where their newest report is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    exists,
    func,
    or_,
    select,
    true,
)

from storage.periods import Period, fiscal_months
from storage.tables import project, report

T = TypeVar("T")
NEWEST = report.alias("newest")


def choose_projects(
    tx: Connection,
    unit_codes: Collection[str] | None,
    periods: Sequence[Period],
    *,
    continued: bool = True,
) -> ColumnElement[bool]:
    """Say which projects some months of a fiscal year are about, for any query of projects.

    They are the projects of that year and, if wanted, those of the year before that were reported
    on in these months. Units that are None are all units.
    """
    fiscal_year = periods[0].fiscal_year
    reported = exists().where(report.c.project_id == project.c.id, _within(periods))
    last_year = select(project.c.id).where(project.c.fiscal_year == fiscal_year - 1, reported)
    chosen: ColumnElement[bool] = project.c.fiscal_year == fiscal_year
    theirs = true() if unit_codes is None else project.c.unit_code.in_(unit_codes)
    # They are few and asked for once: looking again in every query would cost as much as it.
    if continued and (others := tx.scalars(last_year.where(theirs)).all()):
        chosen = or_(chosen, project.c.id.in_(others))
    return chosen if unit_codes is None else and_(chosen, theirs)


def projects_in(
    tx: Connection, unit_codes: Collection[str] | None, periods: Sequence[Period]
) -> tuple[int, ...]:
    """Give the numbers of the projects that some months of a fiscal year are about, by code."""
    chosen = choose_projects(tx, unit_codes, periods)
    return tuple(tx.scalars(select(project.c.id).where(chosen).order_by(project.c.code)))


def fiscal_years(tx: Connection, unit_codes: Collection[str] | None = None) -> tuple[int, ...]:
    """Give the Buddhist fiscal years that there are projects of, or projects of some units."""
    if unit_codes is not None:
        theirs = project.c.unit_code.in_(unit_codes)
        years_of_units = select(project.c.fiscal_year).distinct().where(theirs)
        return tuple(tx.scalars(years_of_units.order_by(project.c.fiscal_year)))
    # From each year to the next one in the index: DISTINCT would read an entry for every project.
    years = select(func.min(project.c.fiscal_year).label("year")).cte("years", recursive=True)
    following = select(func.min(project.c.fiscal_year)).where(project.c.fiscal_year > years.c.year)
    years = years.union_all(
        select(following.correlate(years).scalar_subquery()).where(years.c.year.is_not(None))
    )
    return tuple(tx.scalars(select(years.c.year).where(years.c.year.is_not(None))))


def of_newest(
    wanted: ColumnElement[T], since: Period, until: Period, *only: ColumnElement[bool]
) -> ScalarSelect[T]:
    """Give something of a project's newest report of some months, both included.

    It is a column for queries that select from `project`; `wanted` and what `only` says are of
    `NEWEST`.
    """
    return (
        select(wanted)
        .where(NEWEST.c.project_id == project.c.id, NEWEST.c.period.between(since, until), *only)
        # The unique index read backwards: one step for each project.
        .order_by(NEWEST.c.period.desc(), NEWEST.c.entry.desc(), NEWEST.c.revision.desc())
        .limit(1)
        .correlate(project)
        .scalar_subquery()
    )


def months_before(periods: Sequence[Period]) -> tuple[Period, Period] | None:
    """Give the first and the last month of the same fiscal year before these; none for October."""
    first = fiscal_months(periods[0].fiscal_year)[0]
    return None if periods[0] == first else (first, periods[0].previous)


def _within(periods: Sequence[Period]) -> ColumnElement[bool]:
    return report.c.period.between(periods[0], periods[-1])
