"""An invented office, for whoever tries Khuepna out: its data lie beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from sqlalchemy import Connection

from bot.sample.year import Table, indicator_of_year, project_of_year
from storage.page_log import add_imported
from storage.people import find_or_add_person, grant_role
from storage.periods import local_date, period_of
from storage.projects import save_project
from storage.records import Person, Role, Unit
from storage.reporters import add_reporter
from storage.unit_indicators import save_unit_indicator
from storage.units import all_units, save_unit

LAST_YEARS = 1000
"""By so much the running number of a project was less a year ago: each year it has a new one."""


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    role: Role
    unit: str


def is_empty(tx: Connection) -> bool:
    """Tell whether nothing was ever imported; whatever there is belongs to some unit."""
    return not all_units(tx)


def fill(tx: Connection, *, now: datetime, locale: str) -> tuple[Member, ...]:
    """Fill an empty database with an office's work of last fiscal year and of this one until `now`.

    Of this year's projects one has reported this month and one was silent last month. Gives its
    people, who report on them.
    """
    office, today = _read("office"), local_date(now)
    units = {unit["code"]: unit["name"] for unit in office["unit"]}
    for code, name in units.items():
        save_unit(tx, Unit(code, name))
    this_year = period_of(today).fiscal_year
    project_ids = {}
    for one in _read("projects")["project"]:
        _add_project(tx, one, _code_last_year(one["code"]), this_year - 1, today)
        project_ids[one["code"]] = _add_project(tx, one, one["code"], this_year, today)
    for one in _read("indicators")["indicator"]:
        for year in (this_year - 1, this_year):
            indicator = indicator_of_year(one, year, today)
            save_unit_indicator(tx, indicator, unit_code=one["unit"], fiscal_year=year)
    members = []
    for one in office["person"]:
        person = find_or_add_person(
            tx, name=one["name"], unit_code=one["unit"], locale=locale, now=now
        )
        role = Role(one["role"])
        for code in one.get("granted_in", [one["unit"]]):
            grant_role(tx, person_id=person.id, role=role, unit_code=code)
        for code in one.get("projects", ()):
            add_reporter(tx, project_id=project_ids[code], person_id=person.id)
        members.append(Member(person, role, units[one["unit"]]))
    return tuple(members)


def _read(name: str) -> Table:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _code_last_year(code: str) -> str:
    unit, _, number = code.partition("-")
    return f"{unit}-{int(number) - LAST_YEARS}"


def _add_project(tx: Connection, told: Table, code: str, fiscal_year: int, today: date) -> int:
    facts, entries = project_of_year(told, code, fiscal_year, today)
    project_id = save_project(tx, facts).id
    add_imported(tx, project_id, entries)
    return project_id
