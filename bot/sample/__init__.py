"""An invented office, for whoever tries Khuepna out: its data lie beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection

from storage.page_log import add_imported
from storage.people import find_or_add_person, grant_role
from storage.periods import Period, Quarter, local_date, period_of
from storage.projects import save_project
from storage.records import (
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    Person,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Role,
    Unit,
)
from storage.reporters import add_reporter
from storage.units import all_units, save_unit

Table = Mapping[str, Any]
"""A table of TOML."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    role: Role
    unit: str


def is_empty(tx: Connection) -> bool:
    """Tell whether nothing was ever imported; whatever there is belongs to some unit."""
    return not all_units(tx)


def fill(tx: Connection, *, now: datetime, locale: str) -> tuple[Member, ...]:
    """Fill an empty database with half a year of an office's work until `now`; gives its people.

    Of its projects one has reported this month and one was silent last month.
    """
    office, projects = _read("office"), _read("projects")
    units = {unit["code"]: unit["name"] for unit in office["unit"]}
    for code, name in units.items():
        save_unit(tx, Unit(code, name))
    project_ids = {
        one["code"]: _add_project(tx, one, local_date(now)) for one in projects["project"]
    }
    members = []
    for one in office["person"]:
        person = find_or_add_person(
            tx, name=one["name"], unit_code=one["unit"], locale=locale, now=now
        )
        role = Role(one["role"])
        grant_role(tx, person_id=person.id, role=role, unit_code=one["unit"])
        for code in one.get("projects", ()):
            add_reporter(tx, project_id=project_ids[code], person_id=person.id)
        members.append(Member(person, role, units[one["unit"]]))
    return tuple(members)


def _read(name: str) -> Table:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _add_project(tx: Connection, told: Table, today: date) -> int:
    month = period_of(today)
    facts = ProjectFacts(
        code=told["code"],
        name=told["name"],
        unit_code=told["unit"],
        fiscal_year=month.fiscal_year,
        division_code=told["division"],
        responsible=told["responsible"],
        rationale=told["rationale"].strip(),
        objectives=told["objectives"].strip(),
        targets=told["targets"],
        strategy=tuple(told["strategy"]),
        status=ProjectStatus(told.get("status", ProjectStatus.IN_PROGRESS)),
        budget=Decimal(told["budget"]),
        budget_used=Decimal(told["budget_used"]),
        indicators=tuple(_indicator(one, month.quarter) for one in told["indicator"]),
        evaluations=tuple(_evaluation(one, month) for one in told["evaluation"]),
    )
    project_id = save_project(tx, facts).id
    add_imported(tx, project_id, [_entry(one, today) for one in told["entry"]])
    return project_id


def _indicator(told: Table, quarter: Quarter) -> Indicator:
    """Give an indicator with the results of the quarters before this one."""
    plain = {key: value for key, value in told.items() if key != "quarters"}
    return Indicator(
        **plain,
        quarters=tuple(
            QuarterResult(
                number, Decimal(one["result"]), Decimal(one["score"]), narrative=one["narrative"]
            )
            for number, one in enumerate(told["quarters"], start=1)
            if number < quarter.number
        ),
    )


def _evaluation(told: Table, month: Period) -> Evaluation:
    quarter = _months_before(month, 3 * told["quarters_ago"]).quarter
    return Evaluation(quarter, Decimal(told["score"]), told.get("note", ""))


def _entry(told: Table, today: date) -> ImportedReport:
    day = _day_of(told, today)
    content = Content(
        Decimal(told["percent"]), told["narrative"], told.get("problems"), told.get("obstacles")
    )
    return ImportedReport(content, reported_on=day, text_date=day)


def _day_of(told: Table, today: date) -> date:
    if told["months_ago"] == 0:
        return today
    month = _months_before(period_of(today), told["months_ago"])
    day = month.first_day.replace(day=told["day"])
    # Offices report before the weekend.
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def _months_before(month: Period, count: int) -> Period:
    return reduce(lambda later, _: later.previous, range(count), month)
