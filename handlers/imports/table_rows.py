"""What the rows of tables say, as values.

The places named `…_at` are those of cells that point to something else in the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from handlers.imports.codes import unit_of_project
from handlers.imports.outcome import Place
from storage.records import ProjectStatus, Role


@dataclass(frozen=True, slots=True)
class UnitRow:
    place: Place
    code: str
    name: str
    parent_code: str | None
    parent_at: Place


@dataclass(frozen=True, slots=True)
class PersonRow:
    place: Place
    name: str
    unit_code: str
    role: Role
    unit_at: Place


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """None is what the row leaves as it is in the register."""

    place: Place
    code: str
    name: str
    fiscal_year: int
    responsible: str | None
    rationale: str | None
    objectives: str | None
    targets: str | None
    status: ProjectStatus | None
    budget: Decimal | None
    budget_used: Decimal | None
    reporters: tuple[str, ...]
    code_at: Place
    reporters_at: Place

    @property
    def unit_code(self) -> str:
        return unit_of_project(self.code)


Row = UnitRow | PersonRow | ProjectRow


@dataclass(frozen=True, slots=True)
class Tables:
    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
