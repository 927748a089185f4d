"""Which supervisors are to hear now what is late, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reminders.debts import Debt
from reminders.rules import Rules
from storage.periods import Period
from storage.records import Occurrence

UNIT, ABOVE = "late_unit", "late_above"
LEVELS = (UNIT, ABOVE)


def escalations(
    debts: Iterable[Debt],
    rules: Rules,
    *,
    parents: Mapping[str, str | None],
    supervisors: Mapping[str, frozenset[int]],
) -> dict[Occurrence, tuple[Debt, ...]]:
    """Give what each supervisor is to hear of each unit by today, whether they heard or not.

    The first level are the supervisors of the unit itself or of the nearest unit above that has
    any, the second those of the next unit above that one.
    """
    late: dict[tuple[Period, str], list[Debt]] = {}
    for debt in debts:
        late.setdefault((debt.period, debt.unit_code), []).append(debt)
    found: dict[Occurrence, tuple[Debt, ...]] = {}
    for (period, unit_code), theirs in late.items():
        levels = levels_above(unit_code, parents, supervisors)
        due = rules.levels_due(unit_code, period)
        # There may be fewer supervisors above each other than levels.
        for kind, is_due, people in zip(LEVELS, due, levels, strict=False):
            for person_id in sorted(people) if is_due else ():
                found[Occurrence(kind, person_id, unit_code, period)] = tuple(theirs)
    return found


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
