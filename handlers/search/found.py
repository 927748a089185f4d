"""What a search may find, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.search.index import Index, IndexedUnit

MOST = 500
"""Projects of which a search knows the numbers; the others it only counts."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be found: projects of these units, None for all, and some others by number."""

    units: frozenset[str] | None
    others: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """Words that name units, by code; `exact` tells whether they were typed without a mistake."""

    codes: tuple[str, ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ProjectsFound:
    """Projects by number, the likeliest first; of `total` at most MOST are given."""

    numbers: tuple[int, ...]
    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Nothing that the words could mean; these units and projects are nearest."""

    codes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


Found = UnitsFound | ProjectsFound | NothingFound


def is_allowed(one: IndexedUnit, allowed: Allowed) -> bool:
    """Tell whether a unit may be found."""
    return allowed.units is None or one.unit.code in allowed.units


def may_be_found(index: Index, line: int, allowed: Allowed) -> bool:
    """Tell whether the project of a line may be found."""
    if allowed.units is None:
        return True
    one = index.projects[line]
    return one.unit_code in allowed.units or one.id in allowed.others
