"""Units, which lie below which, and who is told of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from storage.records import Unit


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """All units by code, those directly below each, and who hears of which."""

    units: Mapping[str, Unit]
    children: Mapping[str, Collection[str]]
    recipients: Mapping[str, frozenset[int]]

    def below(self, code: str) -> frozenset[str]:
        """Give the codes of a unit and of every unit below it."""
        found, waiting = set(), [code]
        while waiting:
            one = waiting.pop()
            found.add(one)
            waiting += self.children.get(one, ())
        return frozenset(found)


def arrange(units: Iterable[Unit], holders: Mapping[str, Collection[int]]) -> Hierarchy:
    """Let everybody hear of the units that they hold, but for those below another of theirs."""
    known = {one.code: one for one in units}
    children: defaultdict[str, list[str]] = defaultdict(list)
    for one in known.values():
        if one.parent_code is not None:
            children[one.parent_code].append(one.code)
    recipients = {
        code: frozenset(
            person_id
            for person_id in people
            if not any(person_id in holders.get(above, ()) for above in _above(code, known))
        )
        for code, people in holders.items()
    }
    return Hierarchy(known, children, recipients)


def _above(code: str, units: Mapping[str, Unit]) -> Iterable[str]:
    above = units[code].parent_code
    while above is not None:
        yield above
        above = units[above].parent_code
