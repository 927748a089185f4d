"""What a link opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitPages:
    """The pages of a unit, of all units below it, and of their projects."""

    unit_code: str


@dataclass(frozen=True, slots=True)
class ProjectPages:
    """The page of one project."""

    code: str


Opens = UnitPages | ProjectPages
