"""The report of a quarter as a page: of a unit and all below it, or of one project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.pages.paging import Paging, turn_to
from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere, find_quarter
from handlers.summaries.counting import read_marks, read_totals
from handlers.summaries.project import ProjectSummary
from handlers.summaries.reading import read_projects
from handlers.summaries.report import previous_quarter
from handlers.summaries.targets import Result, results_of
from handlers.summaries.totals import Counts, Marks, Revised, Revision, Totals, revised
from storage.opening import Opens, ProjectPages, UnitPages
from storage.periods import Quarter, period_of
from storage.project_places import place_of_code
from storage.records import Unit
from storage.summaries import fiscal_years, projects_in
from storage.unit_indicators import indicators_of_units
from storage.units import find_unit, names_of_units, units_below

PROJECTS = 20
"""Projects on a page of a quarter."""

LAST_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class QuarterUnit:
    """One of several units with what its own projects add up to, and what was corrected of them."""

    code: str
    name: str
    counts: Counts
    revised: Revised | None


@dataclass(frozen=True, slots=True)
class QuarterProject:
    """A project in the quarter, and in the one before where both are of one fiscal year."""

    now: ProjectSummary
    before: ProjectSummary | None

    @property
    def results(self) -> tuple[Result, ...]:
        number = self.now.months[-1].period.quarter.number
        return results_of(self.now.recorded.indicators, number)


@dataclass(frozen=True, slots=True)
class QuarterOfUnit:
    """The quarter of a unit. `units` are there where projects belong to several.

    `results` are those of the indicators that the unit answers for itself.
    """

    unit: Unit
    quarter: Quarter
    totals: Totals
    marks: Marks
    before: Totals
    results: tuple[Result, ...]
    units: tuple[QuarterUnit, ...]
    projects: tuple[QuarterProject, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class QuarterOfProject:
    """The quarter of one project."""

    quarter: Quarter
    project: QuarterProject


@dataclass(frozen=True, slots=True)
class NotInQuarter:
    """A project of other years, and the nearest quarter of its own."""

    nearest: Quarter


QuarterPage = QuarterOfUnit | QuarterOfProject
Unfound = NoQuarter | NotBegun | NothingThere | NotInQuarter


def quarters_to_show(tx: Connection, opens: Opens, *, today: date) -> tuple[Quarter, ...]:
    """Give the quarters that are worth a link, the newest first: a unit's last, a project's own."""
    present = period_of(today).quarter
    match opens:
        case UnitPages():
            years = fiscal_years(tx)
            last = [present]
            while len(last) < LAST_QUARTERS:
                last.append(previous_quarter(last[-1]))
            return tuple(one for one in last if one.fiscal_year in years)
        case ProjectPages(code):
            place = place_of_code(tx, code)
            year = present.fiscal_year if place is None else place.fiscal_year
            own = (Quarter(year, number) for number in (4, 3, 2, 1))
            return tuple(one for one in own if one <= present)


def read_quarter_page(
    tx: Connection, opens: Opens, text: str, *, page: int, today: date, most: int = PROJECTS
) -> QuarterPage | Unfound | None:
    """Read the quarter that a text names; None where there is no such unit or project."""
    present = period_of(today).quarter
    quarter = find_quarter(text, present, fiscal_years(tx))
    if not isinstance(quarter, Quarter):
        return quarter
    match opens:
        case UnitPages(unit_code):
            return _of_unit(tx, unit_code, quarter, page=page, today=today, most=most)
        case ProjectPages(code):
            return _of_project(tx, code, quarter, present, today=today)


def _of_unit(
    tx: Connection, unit_code: str, quarter: Quarter, *, page: int, today: date, most: int
) -> QuarterOfUnit | None:
    unit = find_unit(tx, unit_code)
    if unit is None:
        return None
    totals = read_totals(tx, quarter.periods, unit_code, today=today)
    numbers = projects_in(tx, units_below(tx, unit_code), quarter.periods)
    paging = turn_to(page, most=most, total=len(numbers))
    names = names_of_units(tx, [*totals.units])
    own = indicators_of_units(tx, [unit_code], quarter.fiscal_year)
    marks = read_marks(tx, quarter.periods, unit_code, today=today)
    units = tuple(
        QuarterUnit(
            *(code, names[code], totals.units[code]),
            revised(totals.units[code], marks.revised.get(code, Revision())),
        )
        for code in sorted(names)
    )
    return QuarterOfUnit(
        unit=unit,
        quarter=quarter,
        totals=totals,
        marks=marks,
        before=read_totals(tx, previous_quarter(quarter).periods, unit_code, today=today),
        results=results_of([one.indicator for one in own], quarter.number),
        units=units if len(units) > 1 else (),
        projects=_projects(tx, numbers[paging.first : paging.first + most], quarter, today=today),
        paging=paging,
    )


def _of_project(
    tx: Connection, code: str, quarter: Quarter, present: Quarter, *, today: date
) -> QuarterOfProject | NotInQuarter | None:
    place = place_of_code(tx, code)
    if place is None:
        return None
    if quarter.fiscal_year not in (place.fiscal_year, place.fiscal_year + 1):
        last = min(Quarter(place.fiscal_year, 4), present)
        first = Quarter(place.fiscal_year, 1)
        return NotInQuarter(first if quarter < first else max(last, first))
    [project] = _projects(tx, (place.project_id,), quarter, today=today)
    return QuarterOfProject(quarter, project)


def _projects(
    tx: Connection, numbers: tuple[int, ...], quarter: Quarter, *, today: date
) -> tuple[QuarterProject, ...]:
    before = previous_quarter(quarter)
    # A new fiscal year starts over, so that nothing can be compared.
    compared = numbers if before.fiscal_year == quarter.fiscal_year else ()
    then = {
        one.recorded.id: one for one in read_projects(tx, compared, before.periods, today=today)
    }
    now = read_projects(tx, numbers, quarter.periods, today=today)
    return tuple(QuarterProject(one, then.get(one.recorded.id)) for one in now)
