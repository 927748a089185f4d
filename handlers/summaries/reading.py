"""Reading summaries out of the record, some projects at a time: memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import Connection

from handlers.summaries.narrowing import within
from handlers.summaries.project import ProjectSummary
from handlers.summaries.summarising import summarise
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.periods import Period, fiscal_months
from storage.recorded import Recorded
from storage.recorded_months import recorded_of
from storage.summaries import projects_in
from storage.units import all_units, units_below

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class InYear:
    """Some months of a project, those of the same fiscal year before them, and all until them.

    `before` is as many months as are summarised, None where the year begins with them. `year` has
    the twelve months, of which those after the summarised ones have not begun.
    """

    now: ProjectSummary
    before: ProjectSummary | None
    year: ProjectSummary


def read_summaries(
    tx: Connection, periods: Sequence[Period], unit_code: str | None, *, today: date
) -> Iterator[ProjectSummary]:
    """Read the projects of a unit and all below it, None for every unit, by code.

    The months are of one fiscal year and follow one another.
    """
    units = None if unit_code is None else units_below(tx, unit_code)
    return read_projects(tx, projects_in(tx, units, periods), periods, today=today)


def read_projects(
    tx: Connection, project_ids: Iterable[int], periods: Sequence[Period], *, today: date
) -> Iterator[ProjectSummary]:
    """Read the summaries of projects in the order given."""
    for one, deadlines, unit in _recorded(tx, project_ids, periods, periods):
        yield summarise(one, deadlines, unit=unit, today=today)


def read_in_year(
    tx: Connection, project_ids: Iterable[int], periods: Sequence[Period], *, today: date
) -> Iterator[InYear]:
    """Read the same with what came before them in the fiscal year, in as many queries."""
    year = fiscal_months(periods[0].fiscal_year)
    begin, end = year.index(periods[0]), year.index(periods[-1]) + 1
    length = end - begin
    then = min(today, periods[-1].last_day)
    for one, days, unit in _recorded(tx, project_ids, year[:end], year):
        yield InYear(
            now=summarise(within(one, periods), days[begin:end], unit=unit, today=today),
            before=None
            if begin < length
            else summarise(
                within(one, year[begin - length : begin]),
                days[begin - length : begin],
                unit=unit,
                today=today,
            ),
            year=summarise(one, days, unit=unit, today=then),
        )


def _recorded(
    tx: Connection, project_ids: Iterable[int], read: Sequence[Period], judged: Sequence[Period]
) -> Iterator[tuple[Recorded, tuple[Deadlines, ...], str]]:
    """Give what was recorded in the months read, the days of those judged, and the unit's name."""
    names = {unit.code: unit.name for unit in all_units(tx)}
    policies = policies_of_units(tx, judged[0].fiscal_year)
    deadlines: dict[str, tuple[Deadlines, ...]] = {}
    numbers = iter(project_ids)
    while batch := list(islice(numbers, AT_ONCE)):
        for one in recorded_of(tx, batch, read):
            if one.unit_code not in deadlines:
                policy = policies[one.unit_code]
                deadlines[one.unit_code] = tuple(deadlines_of(policy, month) for month in judged)
            yield one, deadlines[one.unit_code], names[one.unit_code]
