"""Tables that were read, into the register."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from handlers.imports.merging import facts_of_row
from handlers.imports.outcome import Change, Tally, Thing
from handlers.imports.project_filing import store_project
from handlers.imports.table_plan import Known, Named, Plan
from handlers.imports.table_rows import PersonRow, ProjectRow, Tables
from storage.people import find_or_add_person, grant_role, people_named
from storage.records import Grant, Unit
from storage.reporters import add_reporter
from storage.units import all_units, find_unit, save_unit


def known_to_register(tx: Connection, tables: Tables) -> Known:
    """Read what a plan for these tables needs to know."""
    names = {name for row in tables.projects for name in row.reporters}
    homes = {name: {one.unit_code for one in people_named(tx, name)} for name in names}
    return Known(
        units={unit.code: unit for unit in all_units(tx)},
        people={name: frozenset(codes) for name, codes in homes.items()},
    )


def store_tables(tx: Connection, plan: Plan, *, now: datetime, locale: str) -> tuple[Tally, ...]:
    """Store what was planned, and tell what it changed; nothing of a table that was not there."""
    units = [_store_unit(tx, unit) for unit in plan.units]
    people = [_store_person(tx, row, now=now, locale=locale) for row in plan.people]
    projects = [_store_project(tx, row, reporters, now=now) for row, reporters in plan.projects]
    changes = {Thing.UNIT: units, Thing.PERSON: people, Thing.PROJECT: projects}
    return tuple(Tally.of(thing, found) for thing, found in changes.items() if found)


def _store_unit(tx: Connection, unit: Unit) -> Change:
    is_new = find_unit(tx, unit.code) is None
    return Change.of(is_new=is_new, changed=save_unit(tx, unit))


def _store_person(tx: Connection, row: PersonRow, *, now: datetime, locale: str) -> Change:
    is_new = not any(one.unit_code == row.unit_code for one in people_named(tx, row.name))
    person = find_or_add_person(tx, name=row.name, unit_code=row.unit_code, locale=locale, now=now)
    grant_role(tx, person_id=person.id, role=row.role, unit_code=row.unit_code)
    changed = Grant(row.role, row.unit_code) not in person.grants
    return Change.of(is_new=is_new, changed=changed)


def _store_project(
    tx: Connection, row: ProjectRow, reporters: tuple[Named, ...], *, now: datetime
) -> Change:
    is_new, saved = store_project(tx, row.code, partial(facts_of_row, row), now=now)
    people = [
        next(one for one in people_named(tx, name) if one.unit_code == unit_code)
        for name, unit_code in reporters
    ]
    added = [add_reporter(tx, project_id=saved.id, person_id=person.id) for person in people]
    return Change.of(is_new=is_new, changed=saved.changed or any(added))
