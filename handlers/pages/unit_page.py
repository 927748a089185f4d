"""How a unit and all below it stand: counts, shares, the units below, projects in order of need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from handlers.oversight.reading import month_looked_after
from handlers.oversight.risk import straight_line
from handlers.oversight.standing import Bucket
from handlers.pages.paging import Paging
from handlers.status.reading import Told, buckets_of, look_at, read_page
from handlers.summaries.counting import read_totals
from handlers.summaries.totals import Counts, Totals
from handlers.timeliness.classes import Class, Shares, shares_of
from handlers.timeliness.not_due import NotDue
from storage.periods import Period, fiscal_months
from storage.project_months import Wanted
from storage.ranking import Tally
from storage.records import Indicator, Unit
from storage.summaries import fiscal_years
from storage.unit_indicators import indicators_of_units
from storage.units import all_units, find_unit, units_below

PROJECTS = 20
"""Projects on a page of a unit."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit right below, with what its projects and those below it add up to."""

    unit: Unit
    counts: Counts

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.counts.classes)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with all below it, as it stood on a day; what is late or not is of `period`.

    `above` is the unit right above it, `indicators` are those that the unit answers for itself in
    the fiscal year. `own` are the counts of what belongs to no unit below, where there are units
    below. `not_due` are those of its projects that are missing and not due yet. `earlier` is the
    last fiscal year before that has projects, where nothing is reported of this one yet.
    """

    unit: Unit
    above: Unit | None
    indicators: tuple[Indicator, ...]
    period: Period
    day: date
    counted: Tally
    not_due: NotDue | None
    counts: Counts
    below: tuple[UnitLine, ...]
    own: Counts | None
    projects: tuple[Told, ...]
    paging: Paging
    earlier: int | None

    @property
    def buckets(self) -> Mapping[Bucket, int]:
        return buckets_of(self.counted)

    @property
    def line(self) -> Decimal:
        """The percent that the plan of the fiscal year has reached."""
        return straight_line(self.period.fiscal_year, self.day)

    @property
    def classes(self) -> Counter[Class]:
        return self.counts.classes

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.counts.classes)

    @property
    def is_overdue(self) -> bool:
        """Whether anything that is missing should have come."""
        return self.classes[Class.MISSING] > (self.not_due.count if self.not_due else 0)

    @property
    def mean(self) -> Decimal | None:
        return self.counts.end.value


def read_unit_page(
    tx: Connection,
    unit_code: str,
    *,
    page: int,
    today: date,
    fiscal_year: int | None = None,
    most: int = PROJECTS,
) -> UnitPage | None:
    """Read a page of a unit with `most` of its projects; None where there is no such unit.

    Of a Buddhist fiscal year that is over it is the page of its last day, and of one that has not
    begun there is none. Without a year it is that of the month that is waited for.
    """
    unit = find_unit(tx, unit_code)
    if unit is None:
        return None
    period = month_looked_after(tx, unit_code, today)
    if fiscal_year is not None:
        months = fiscal_months(fiscal_year)
        if today < months[0].first_day:
            return None
        period = min(max(period, months[0]), months[-1])
        today = min(today, months[-1].last_day)
    codes = units_below(tx, unit_code)
    looked = look_at(tx, period, today=today, units=codes)
    read = read_page(tx, looked, Wanted.ALL, page, most=most)
    # The same projects as those that are counted and listed.
    totals = read_totals(tx, [period], unit_code, today=today, continued=False)
    units = [one for one in all_units(tx) if one.code in codes]
    below, own = _below(unit, units, totals)
    return UnitPage(
        unit=unit,
        above=None if unit.parent_code is None else find_unit(tx, unit.parent_code),
        indicators=tuple(
            one.indicator for one in indicators_of_units(tx, [unit_code], period.fiscal_year)
        ),
        period=period,
        day=today,
        counted=read.counted,
        not_due=read.not_due,
        counts=totals.whole,
        below=below,
        own=own,
        projects=read.projects,
        paging=Paging(read.number, most, read.counted.total),
        earlier=None if totals.whole.end.count else _earlier(tx, codes, period.fiscal_year),
    )


def _earlier(tx: Connection, unit_codes: Collection[str], fiscal_year: int) -> int | None:
    years = fiscal_years(tx, unit_codes)
    return max((one for one in years if one < fiscal_year), default=None)


def _below(
    unit: Unit, units: Sequence[Unit], totals: Totals
) -> tuple[tuple[UnitLine, ...], Counts | None]:
    """Add up what belongs to each unit right below, and what to the unit alone."""
    above = {one.code: one.parent_code for one in units}
    children = {one.code: Counts() for one in units if one.parent_code == unit.code}
    if not children:
        return (), None
    for code, counts in totals.units.items():
        child: str | None = code
        while child is not None and child != unit.code and child not in children:
            child = above.get(child)
        if child in children:
            children[child].add(counts)
    lines = tuple(UnitLine(one, children[one.code]) for one in units if one.code in children)
    return lines, totals.units.get(unit.code)
