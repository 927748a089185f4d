"""Which projects want attention most: counted and put in order by the database, a page at a time.

What is alarming is the same as for `handlers.oversight.risk`, and the class of a month the same as
for `handlers.timeliness.classes`; the tests hold them against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from storage.periods import Period
from storage.project_months import FirstSent, Newest, Standing
from storage.records import ProjectStatus, Timeliness
from storage.statuses import status_on
from storage.tables import last_report, project, report, status_change, unit


class Wanted(StrEnum):
    """Which projects are shown; the values stand in buttons, and are keys of the wording."""

    ALL = "all"
    LATE = "late"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is alarming on a day: `line` is the percent that a year's plan has reached by then.

    More than `behind` points below it, `ahead` points more of the budget used than was done, and
    `stalled` months without progress.
    """

    fiscal_year: int
    line: Decimal
    behind: Decimal
    ahead: Decimal
    stalled: int
    running: frozenset[ProjectStatus]


@dataclass(frozen=True, slots=True)
class Among:
    """The projects looked at: those of the year in these units, or, of any year, those of `ids`.

    Units that are None are all units. `judged` are the days whose status says whether the month is
    owed, by unit.
    """

    period: Period
    judged: Mapping[str, date]
    alarm: Alarm
    units: Collection[str] | None = None
    ids: Collection[int] | None = None


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
    facts = _Facts(among)
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


def ranked(
    tx: Connection, among: Among, wanted: Wanted, *, first: int, most: int
) -> tuple[int, ...]:
    """Give the numbers of the projects that want attention most, from the `first` on, from 0.

    Those with the most that is wrong come first, then the least advanced.
    """
    facts = _Facts(among)
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


def standings_by_number(
    tx: Connection, among: Among, numbers: Collection[int]
) -> dict[int, Standing]:
    """Give how projects stand by today, by number; their reporters are not read."""
    rows = tx.execute(
        select(
            project.c.id,
            project.c.code,
            project.c.name,
            project.c.unit_code,
            unit.c.name.label("unit"),
            project.c.fiscal_year,
            project.c.status,
            status_on(_by_unit(among.judged)).label("judged"),
            project.c.budget,
            project.c.budget_used,
            *(column.label(f"last_{column.name}") for column in _NEWEST),
        )
        .join(unit, unit.c.code == project.c.unit_code)
        .outerjoin(last_report)
        .where(project.c.id.in_(numbers))
    )
    firsts = _firsts(tx, numbers, among.period)
    return {row.id: _standing(row, firsts.get(row.id)) for row in rows}


_NEWEST = tuple(
    column for column in last_report.c if column.name not in {"project_id", "stands_for"}
)


def _standing(row: Any, first: FirstSent | None) -> Standing:
    newest = None
    if row.last_report_id is not None:
        newest = Newest(*(getattr(row, f"last_{column.name}") for column in _NEWEST))
    status, judged = ProjectStatus(row.status), ProjectStatus(row.judged)
    return Standing(
        project_id=row.id,
        code=row.code,
        name=row.name,
        unit_code=row.unit_code,
        unit=row.unit,
        fiscal_year=row.fiscal_year,
        status=status,
        status_judged=judged,
        status_before=judged,
        budget=row.budget,
        budget_used=row.budget_used,
        first=first,
        first_before=None,
        newest=newest,
        reporters=(),
    )


def _firsts(tx: Connection, numbers: Collection[int], period: Period) -> dict[int, FirstSent]:
    rows = tx.execute(
        select(
            report.c.project_id, report.c.reported_on, report.c.timeliness, report.c.filed_at
        ).where(
            report.c.project_id.in_(numbers),
            report.c.period == period,
            report.c.entry == 1,
            report.c.revision == 1,
        )
    )
    return {
        row.project_id: FirstSent(
            row.reported_on,
            None if row.timeliness is None else Timeliness(row.timeliness),
            row.filed_at,
        )
        for row in rows
    }


class _Facts:
    """What is so of a project, as columns of a query of `project` and its last report."""

    def __init__(self, among: Among) -> None:
        self._among = among
        alarm, month = among.alarm, among.period
        self.running = project.c.status.in_(alarm.running)
        last = last_report.c.period
        self.reported = case(
            (last == month, true()),
            (last > month, self._has_report(month)),
            else_=self._elsewhere(month),
        )
        self.reasons = alarming(alarm, last_report)

    @property
    def chosen(self) -> ColumnElement[bool]:
        among = self._among
        if among.ids is not None:
            return project.c.id.in_(among.ids)
        of_year = project.c.fiscal_year == among.period.fiscal_year
        return of_year if among.units is None else and_(of_year, _in_units(among.units))

    @property
    def missing(self) -> ColumnElement[bool]:
        judged, running = self._among.judged, self._among.alarm.running
        changed = select(status_change.c.project_id).where(
            status_change.c.since > min(judged.values(), default=date.max)
        )
        # What the status was is looked up for those few alone that have changed since.
        status = case(
            (project.c.id.in_(changed), status_on(_by_unit(judged))), else_=project.c.status
        )
        of_year = project.c.fiscal_year == self._among.period.fiscal_year
        return and_(of_year, ~self.reported, status.in_(running))

    @property
    def at_risk(self) -> ColumnElement[bool]:
        return and_(self.running, or_(*self.reasons))

    @property
    def risks(self) -> ColumnElement[int]:
        """Count what is alarming, 0 for a project that does not run."""
        each = (case((reason, literal(1)), else_=literal(0)) for reason in self.reasons)
        return case((self.running, sum(each, start=literal(0))), else_=literal(0))

    def is_wanted(self, wanted: Wanted) -> ColumnElement[bool]:
        match wanted:
            case Wanted.ALL:
                return true()
            case Wanted.LATE:
                return self.missing
            case Wanted.RISK:
                return self.at_risk

    def _has_report(self, month: Period) -> ColumnElement[bool]:
        return exists().where(report.c.project_id == project.c.id, report.c.period == month)

    def _elsewhere(self, month: Period) -> ColumnElement[bool]:
        """Tell of a project without a last report of the month, of its own year, or earlier.

        What goes on from the year before has its reports of this year beside those of its own.
        """
        other_year = project.c.fiscal_year != month.fiscal_year
        return and_(other_year, self._has_report(month))


def alarming(alarm: Alarm, last_one: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Give what is alarming of a project, as columns; `last_one` has those of `last_report`."""
    last = last_one.c
    line = case(
        (project.c.fiscal_year == alarm.fiscal_year, _points(alarm.line)),
        (project.c.fiscal_year < alarm.fiscal_year, _points(100)),
        else_=_points(0),
    )
    budget, used = project.c.budget, project.c.budget_used
    allowed = last.percent + _points(alarm.ahead)
    # Twice as much on both sides, for the share that is used is rounded to a hundredth.
    spent = and_(
        budget > _points(0),
        used * _points(200) > (allowed + allowed + _points("0.01")) * budget,
    )
    return (
        last.percent < last.before,
        line - last.percent > _points(alarm.behind),
        and_(last.percent < _points(100), last.stands_for >= alarm.stalled),
        spent,
        last.percent == _points(100),
    )


def _points(number: Decimal | int | str) -> ColumnElement[Decimal]:
    """Write a number as the databases keep percents, which are not the same."""
    return literal(Decimal(number), last_report.c.percent.type)


def _in_units(units: Collection[str]) -> ColumnElement[bool]:
    return project.c.unit_code.in_(units)


def _by_unit(days: Mapping[str, date]) -> ColumnElement[date] | date:
    """Give the day of a project's unit; there are few different ones, and mostly only one."""
    units: defaultdict[date, list[str]] = defaultdict(list)
    for code, day in days.items():
        units[day].append(code)
    if len(units) < 2:
        return next(iter(units), date.max)
    return case(
        *((project.c.unit_code.in_(codes), literal(day, Date)) for day, codes in units.items())
    )
