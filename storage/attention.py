"""What of a project wants attention, as columns: the same that `handlers.oversight.risk` says.

And the class of a month is the same as `handlers.timeliness.classes` gives it. The tests hold both
against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    false,
    literal,
    or_,
    select,
    true,
)

from storage.periods import Period
from storage.project_months import Wanted
from storage.records import ProjectStatus
from storage.statuses import day_by_unit, status_on
from storage.tables import last_report, project, report, status_change


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


class Facts:
    """What is so of a project, as columns of a query of `project` and its last report."""

    def __init__(self, among: Among) -> None:
        self._among = among
        month, last = among.period, last_report.c.period
        # What nothing is known of, a comparison tells nothing of either.
        self.reported = case(
            (last == month, true()),
            (last > month, self._has_report()),
            else_=self._reported_beside(),
        )
        self.running = project.c.status.in_(among.alarm.running)
        self.reasons = alarming(among.alarm, last_report, line=self._line())

    @property
    def chosen(self) -> ColumnElement[bool]:
        among = self._among
        if among.ids is not None:
            return project.c.id.in_(among.ids)
        return self._of_year if among.units is None else and_(self._of_year, _in(among.units))

    @property
    def missing(self) -> ColumnElement[bool]:
        month, last = self._among.period, last_report.c.period
        none = or_(last.is_(None), last < month, and_(last > month, ~self._has_report()))
        unreported = none if self._of_one_year else and_(self._of_year, none)
        return and_(unreported, self._owed)

    @property
    def _owed(self) -> ColumnElement[bool]:
        """Tell whether a project ran on the day on which its unit judges the month."""
        judged, running = self._among.judged, self._among.alarm.running
        since = min(judged.values(), default=date.max)
        changed = select(status_change.c.project_id).where(status_change.c.since > since)
        # What the status was is looked up for those few alone that have changed since.
        ran = and_(project.c.id.in_(changed), status_on(day_by_unit(judged)).in_(running))
        return or_(and_(self.running, project.c.id.not_in(changed)), ran)

    @property
    def _of_year(self) -> ColumnElement[bool]:
        return project.c.fiscal_year == self._among.period.fiscal_year

    @property
    def _of_one_year(self) -> bool:
        """Tell whether all projects are of the year, so that nothing need be asked of each."""
        return self._among.ids is None

    @property
    def at_risk(self) -> ColumnElement[bool]:
        return and_(self.running, or_(*self.reasons))

    @property
    def risks(self) -> ColumnElement[int]:
        """Count what is alarming, 0 for a project that does not run."""
        each = (case((reason, literal(1)), else_=literal(0)) for reason in self.reasons)
        return case((self.running, sum(each, start=literal(0))), else_=literal(0))

    def is_wanted(self, wanted: Wanted) -> ColumnElement[bool]:
        """Tell whether a project belongs to what is shown."""
        match wanted:
            case Wanted.ALL:
                return true()
            case Wanted.LATE:
                return self.missing
            case Wanted.RISK:
                return self.at_risk

    def _has_report(self) -> ColumnElement[bool]:
        month = self._among.period
        return exists().where(report.c.project_id == project.c.id, report.c.period == month)

    def _reported_beside(self) -> ColumnElement[bool]:
        """Tell of a report outside of a project's own year: what goes on has some in the next."""
        return false() if self._of_one_year else and_(~self._of_year, self._has_report())

    def _line(self) -> ColumnElement[Decimal]:
        alarm = self._among.alarm
        if self._of_one_year:
            return points(alarm.line)
        return case(
            (project.c.fiscal_year == alarm.fiscal_year, points(alarm.line)),
            (project.c.fiscal_year < alarm.fiscal_year, points(100)),
            else_=points(0),
        )


def alarming(
    alarm: Alarm, last_one: FromClause, *, line: ColumnElement[Decimal]
) -> tuple[ColumnElement[bool], ...]:
    """Give what is alarming of a project, as columns; `last_one` has those of `last_report`.

    `line` is the percent that the plan of its year has reached.
    """
    last = last_one.c
    budget, used = project.c.budget, project.c.budget_used
    allowed = last.percent + points(alarm.ahead)
    # Twice as much on both sides, for the share that is used is rounded to a hundredth.
    spent = and_(
        budget > points(0),
        used * points(200) > (allowed + allowed + points("0.01")) * budget,
    )
    return (
        last.percent < last.before,
        last.percent < line - points(alarm.behind),
        and_(last.percent < points(100), last.stands_for >= alarm.stalled),
        spent,
        last.percent == points(100),
    )


def points(number: Decimal | int | str) -> ColumnElement[Decimal]:
    """Write a number as the databases keep percents, which are not the same."""
    return literal(Decimal(number), last_report.c.percent.type)


def _in(units: Collection[str]) -> ColumnElement[bool]:
    return project.c.unit_code.in_(units)
