"""Reading summaries out of the record, some projects at a time: memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection

from handlers.summaries.project import ProjectSummary, summarise
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.periods import Period
from storage.summaries import projects_in, recorded_of
from storage.units import all_units, units_below

AT_ONCE = 500


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
    names = {unit.code: unit.name for unit in all_units(tx)}
    policies = policies_of_units(tx, periods[0].fiscal_year)
    deadlines: dict[str, tuple[Deadlines, ...]] = {}
    numbers = iter(project_ids)
    while batch := list(islice(numbers, AT_ONCE)):
        for one in recorded_of(tx, batch, periods):
            if one.unit_code not in deadlines:
                policy = policies[one.unit_code]
                deadlines[one.unit_code] = tuple(deadlines_of(policy, month) for month in periods)
            yield summarise(one, deadlines[one.unit_code], unit=names[one.unit_code], today=today)
