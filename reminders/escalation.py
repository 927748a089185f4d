"""Which supervisors are to hear now that something is late, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reminders.rules import Rules
from storage.periods import Period
from storage.records import Occurrence

UNIT, ABOVE = "late_unit", "late_above"
LEVELS = (UNIT, ABOVE)


def escalations(
    places: Iterable[tuple[str, Period]],
    rules: Rules,
    *,
    parents: Mapping[str, str | None],
    supervisors: Mapping[str, frozenset[int]],
) -> Iterator[Occurrence]:
    """Give which supervisors are to hear by today of these units and months, heard or not.

    The first level are the supervisors of the unit itself or of the nearest unit above that has
    any, the second those of the next unit above that one.
    """
    for unit_code, period in places:
        levels = levels_above(unit_code, parents, supervisors)
        due = rules.levels_due(unit_code, period)
        # There may be fewer supervisors above each other than levels.
        for kind, is_due, people in zip(LEVELS, due, levels, strict=False):
            for person_id in sorted(people) if is_due else ():
                yield Occurrence(kind, person_id, unit_code, period)


def levels_above(
    unit_code: str,
    parents: Mapping[str, str | None],
    supervisors: Mapping[str, frozenset[int]],
) -> Iterator[frozenset[int]]:
    """Give the supervisors level by level, the nearest first."""
    above: str | None = unit_code
    while above is not None:
        if supervisors.get(above):
            yield supervisors[above]
        above = parents[above]
