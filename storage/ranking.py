"""Which projects want attention most: counted and put in order, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, literal, select

from storage.attention import Among, Facts
from storage.project_months import Wanted
from storage.records import ProjectStatus
from storage.tables import last_report, project


@dataclass(frozen=True, slots=True)
class Tally:
    """How many projects there are of each status, with and without a report of the month.

    `missing` are those whose report of the month is owed and not there, `at_risk` those that are
    alarming for any reason.
    """

    statuses: Mapping[tuple[ProjectStatus, bool], int]
    missing: int
    at_risk: int

    @property
    def total(self) -> int:
        return sum(self.statuses.values())


def tally(tx: Connection, among: Among) -> Tally:
    """Count projects."""
    facts = Facts(among)
    one, none = literal(1), literal(0)
    each = (
        select(
            project.c.status,
            facts.reported.label("reported"),
            case((facts.missing, one), else_=none).label("missing"),
            case((facts.at_risk, one), else_=none).label("at_risk"),
        )
        .select_from(project.outerjoin(last_report))
        .where(facts.chosen)
        .subquery()
    )
    rows = tx.execute(
        select(
            each.c.status,
            each.c.reported,
            func.count(),
            func.sum(each.c.missing),
            func.sum(each.c.at_risk),
        ).group_by(each.c.status, each.c.reported)
    ).all()
    statuses = Counter[tuple[ProjectStatus, bool]]()
    for row in rows:
        statuses[ProjectStatus(row[0]), bool(row[1])] += row[2]
    return Tally(statuses, sum(row[3] for row in rows), sum(row[4] for row in rows))


def count_missing(tx: Connection, among: Among, units: Collection[str]) -> dict[str, int]:
    """Count the missing projects of these units, by unit; those that miss nothing are left out."""
    facts = Facts(among)
    rows = tx.execute(
        select(project.c.unit_code, func.count().label("projects"))
        .select_from(project.outerjoin(last_report))
        .where(facts.chosen, facts.missing, project.c.unit_code.in_(units))
        .group_by(project.c.unit_code)
    )
    return {row.unit_code: row.projects for row in rows}


def ranked(
    tx: Connection, among: Among, wanted: Wanted, *, first: int, most: int
) -> tuple[int, ...]:
    """Give the numbers of the projects that want attention most, from the `first` on, from 0.

    Those with the most that is wrong come first, then the least advanced.
    """
    facts = Facts(among)
    missing = case((facts.missing, literal(1)), else_=literal(0))
    at_work = case((project.c.status.in_(among.alarm.running), literal(0)), else_=literal(1))
    found = (
        select(project.c.id)
        .select_from(project.outerjoin(last_report))
        .where(facts.chosen, facts.is_wanted(wanted))
        .order_by(
            (missing + facts.risks).desc(),
            at_work,
            func.coalesce(last_report.c.percent, literal(0)),
            project.c.code,
        )
        .offset(first)
        .limit(most)
    )
    return tuple(tx.scalars(found))
