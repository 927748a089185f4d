"""What a month is still waiting for, by who reports on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.timeliness.not_due import NotDue
from storage.project_months import Missing, Reporter


@dataclass(frozen=True, slots=True)
class Group:
    """How many missing projects have the same reporters; nobody at all may be one."""

    reporters: tuple[Reporter, ...]
    projects: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is missing, the first of so many groups, and whether anybody can still send it.

    Only what is due is told by groups of people; the rest is `not_due`. So many of it are
    `due_today`, and in time until the day is over.
    """

    projects: int = 0
    groups: int = 0
    first: tuple[Group, ...] = ()
    can_be_reminded: bool = False
    not_due: NotDue | None = None
    due_today: int = 0

    @property
    def due(self) -> int:
        return self.projects - (self.not_due.count if self.not_due else 0)


def sort_missing(missing: Iterable[Missing]) -> list[Missing]:
    """Put the projects of the same people together, those of nobody at the end."""
    return sorted(missing, key=_by_reporters)


def group_by_reporters(missing: Iterable[Missing]) -> tuple[Group, ...]:
    """Count what the same people report on, in the order of `sort_missing`."""
    counts = Counter(one.reporters for one in missing)
    return tuple(Group(reporters, projects) for reporters, projects in counts.items())


def _by_reporters(one: Missing) -> tuple[bool, tuple[str, ...], str]:
    names = tuple(reporter.name for reporter in one.reporters)
    return not names, names, one.code
