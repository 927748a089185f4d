"""What a file of tables will do to the register, or what about the register forbids it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.imports.findings import Findings
from handlers.imports.outcome import Place, Reason, Refused
from handlers.imports.table_rows import PersonRow, ProjectRow, Tables, UnitRow
from storage.codes import code_above
from storage.records import Unit

Named = tuple[str, str]
"""A person, by name and unit code."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the register has: units by code, and the units of everybody of a name."""

    units: Mapping[str, Unit]
    people: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to save, in order: units come after the ones above them."""

    units: tuple[Unit, ...]
    people: tuple[PersonRow, ...]
    projects: tuple[tuple[ProjectRow, tuple[Named, ...]], ...]


def plan_tables(tables: Tables, known: Known, found: Findings) -> Plan:
    """Plan the saving of tables; void where anything is refused."""
    wanted = _wanted_units(tables.units, known.units)
    units = {**known.units, **wanted}
    for row in tables.units:
        if row.parent_code is not None and row.parent_code not in units:
            _refuse(found, Reason.UNIT_UNKNOWN, row.parent_at, row.parent_code)
        elif _height(row.code, units) is None:
            _refuse(found, Reason.UNIT_BELOW_ITSELF, row.parent_at, row.code)
    for person in tables.people:
        if person.unit_code not in units:
            _refuse(found, Reason.UNIT_UNKNOWN, person.unit_at, person.unit_code)
    for project in tables.projects:
        if project.unit_code not in units:
            _refuse(found, Reason.UNIT_UNKNOWN, project.code_at, project.unit_code)
    homes = {name: set(codes) for name, codes in known.people.items()}
    for person in tables.people:
        homes.setdefault(person.name, set()).add(person.unit_code)
    return Plan(
        units=tuple(sorted(wanted.values(), key=lambda unit: _height(unit.code, units) or 0)),
        people=tables.people,
        projects=tuple((row, _reporters(row, homes, found)) for row in tables.projects),
    )


def _wanted_units(rows: Sequence[UnitRow], known: Mapping[str, Unit]) -> dict[str, Unit]:
    """Give the units of the rows, and those above that a code implies and nobody has named."""
    given = {row.code for row in rows}
    wanted: dict[str, Unit] = {}
    for row in rows:
        parent = row.parent_code
        if parent is None:
            parent = known[row.code].parent_code if row.code in known else code_above(row.code)
            implied = parent
            while implied is not None and not {implied} & (known.keys() | given):
                wanted[implied] = Unit(implied, implied, code_above(implied))
                implied = code_above(implied)
        wanted[row.code] = Unit(row.code, row.name, parent)
    return wanted


def _height(code: str, units: Mapping[str, Unit]) -> int | None:
    """Count the units above one; None where it lies below itself."""
    above: set[str] = set()
    at: str | None = code
    while at is not None and at in units:
        if at in above:
            return None
        above.add(at)
        at = units[at].parent_code
    return len(above)


def _reporters(
    row: ProjectRow, homes: Mapping[str, set[str]], found: Findings
) -> tuple[Named, ...]:
    """Find whom a row names: a person of the project's unit, or else the only one of the name."""
    reporters: list[Named] = []
    for name in row.reporters:
        codes = homes.get(name, set())
        if row.unit_code in codes:
            reporters.append((name, row.unit_code))
        elif len(codes) == 1:
            reporters.append((name, min(codes)))
        else:
            reason = Reason.PERSON_AMBIGUOUS if codes else Reason.PERSON_UNKNOWN
            _refuse(found, reason, row.reporters_at, name)
    return tuple(reporters)


def _refuse(found: Findings, reason: Reason, place: Place, about: str) -> None:
    found.refused.append(Refused(reason, place, about))
