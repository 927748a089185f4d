"""Which reports of a month are still to come, and whom that concerns, each in one query.

What they cost grows with the projects of one fiscal year, whatever lies behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, ScalarSelect, not_, or_, select

from storage.numbers import is_one_of
from storage.periods import Period
from storage.records import NamedProject, ProjectStatus
from storage.statuses import day_by_unit, status_lately
from storage.tables import (
    address,
    dialogue,
    person,
    project,
    project_reporter,
    report,
    unit,
)


@dataclass(frozen=True, slots=True)
class Unreported:
    """A project without a report of a month, and one who reports on it, None where nobody does.

    `status` is the one on the day on which its unit judges the month.
    """

    project_id: int
    unit_code: str
    status: ProjectStatus
    reporter_id: int | None


@dataclass(frozen=True, slots=True)
class Officer:
    """Whom a message is for. `drafting_since` is when their unfinished draft was last touched."""

    id: int
    name: str
    unit_code: str
    locale: str
    drafting_since: datetime | None


def reported_in(period: Period | BindParameter[Period]) -> ScalarSelect[int]:
    """Give some report of a month, as a column for any query that selects from `project`.

    A value and no EXISTS, which PostgreSQL would make a join with all reports of the month, and a
    bad one on the day on which they come in: it has to look each project up.
    """
    return (
        select(report.c.id)
        .where(report.c.project_id == project.c.id, report.c.period == period)
        .limit(1)
        .correlate(project)
        .scalar_subquery()
    )


def unreported(
    tx: Connection,
    period: Period,
    *,
    judged_on: Mapping[str, date],
    reporters: Collection[int] | None = None,
    unit_codes: Collection[str] | None = None,
) -> tuple[Unreported, ...]:
    """Give the projects of the month's fiscal year that no report of it is there of.

    `judged_on` are the days on which units judge the month, by their codes. A project comes once
    for each who reports on it; with `reporters` only for these people, with `unit_codes` only for
    these units.
    """
    if not judged_on:
        return ()
    found = (
        select(
            project.c.id,
            project.c.unit_code,
            status_lately(day_by_unit(judged_on), since=min(judged_on.values())),
            project_reporter.c.person_id,
        )
        .select_from(project)
        # Joined outright where only these people are asked for, so that their projects are looked
        # up and not all of the year.
        .join(
            project_reporter,
            project_reporter.c.project_id == project.c.id,
            isouter=reporters is None,
        )
        .where(project.c.fiscal_year == period.fiscal_year, reported_in(period).is_(None))
    )
    if reporters is not None:
        found = found.where(is_one_of(project_reporter.c.person_id, reporters))
    if unit_codes is not None:
        found = found.where(project.c.unit_code.in_(unit_codes))
    return tuple(
        Unreported(project_id, unit_code, ProjectStatus(status), reporter_id)
        for project_id, unit_code, status, reporter_id in tx.execute(found).all()
    )


def name_projects(tx: Connection, numbers: Collection[int]) -> dict[int, NamedProject]:
    """Give what messages show of some projects."""
    last = (
        select(report.c.percent)
        .where(report.c.project_id == project.c.id)
        .order_by(report.c.period.desc(), report.c.entry.desc(), report.c.revision.desc())
        .limit(1)
        .correlate(project)
        .scalar_subquery()
    )
    found = select(project.c.id, project.c.code, project.c.name, unit.c.name, last)
    found = found.select_from(project).join(unit, unit.c.code == project.c.unit_code)
    rows = tx.execute(found.where(is_one_of(project.c.id, numbers)))
    return {number: NamedProject(*shown) for number, *shown in rows.all()}


def officers(tx: Connection, people: Collection[int]) -> dict[int, Officer]:
    """Give the living of these people, by number."""
    found = (
        select(
            person.c.id,
            person.c.name,
            person.c.unit_code,
            person.c.locale,
            dialogue.c.draft_since,
        )
        .select_from(person)
        .outerjoin(dialogue, dialogue.c.person_id == person.c.id)
    )
    found = found.where(person.c.erased_at.is_(None), is_one_of(person.c.id, people))
    return {row.id: Officer(*row) for row in tx.execute(found).all()}


def drafts_of(tx: Connection, people: Collection[int]) -> dict[int, str]:
    """Give the conversations of people who have an unfinished draft, as they are stored."""
    rows = tx.execute(
        select(dialogue.c.person_id, dialogue.c.state).where(
            is_one_of(dialogue.c.person_id, people), dialogue.c.draft_since.is_not(None)
        )
    )
    return {row.person_id: row.state for row in rows}


def states_without(tx: Connection, people: Collection[int], text: str) -> dict[int, str]:
    """Give the conversations of people that do not have this text, or hold something unfinished."""
    rows = tx.execute(
        select(dialogue.c.person_id, dialogue.c.state).where(
            is_one_of(dialogue.c.person_id, people),
            or_(
                dialogue.c.draft_since.is_not(None),
                not_(dialogue.c.state.contains(text, autoescape=True)),
            ),
        )
    )
    return {row.person_id: row.state for row in rows}


def reach_of(tx: Connection, people: Collection[int]) -> dict[int, bool]:
    """Tell of those who ever linked a chat whether one of them can be reached."""
    found = select(address.c.person_id, address.c.unreachable_at)
    rows = tx.execute(found.where(is_one_of(address.c.person_id, people)))
    reach: dict[int, bool] = {}
    for person_id, unreachable_at in rows:
        reach[person_id] = reach.get(person_id, False) or unreachable_at is None
    return reach
