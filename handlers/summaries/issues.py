"""Problems and obstacles over some months: which are new, still open, or solved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.periods import Period
from storage.records import Content, Report


class Kind(StrEnum):
    PROBLEM = "problem"
    OBSTACLE = "obstacle"


class State(StrEnum):
    """What became of a problem: each is in exactly one of them."""

    NEW = "new"
    OPEN = "open"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem or an obstacle that reports named one after the other, in its newest words.

    `since` is None where it was named before these months; `until` is the month of the first
    report that no longer names it.
    """

    kind: Kind
    text: str
    since: Period | None
    until: Period | None

    @property
    def state(self) -> State:
        if self.until is not None:
            return State.SOLVED
        return State.OPEN if self.since is None else State.NEW


def issues_of(before: Report | None, reports: Sequence[Report]) -> tuple[Issue, ...]:
    """Find the issues of reports, oldest first; `before` is the newest report before them.

    A month without a report neither solves a problem nor makes one.
    """
    return tuple(issue for kind in Kind for issue in _of_kind(kind, before, reports))


def _of_kind(kind: Kind, before: Report | None, reports: Sequence[Report]) -> Iterator[Issue]:
    text = None if before is None else _named(kind, before.content)
    since: Period | None = None
    for one in reports:
        named = _named(kind, one.content)
        if named is None and text is not None:
            yield Issue(kind, text, since, until=one.period)
        elif named is not None and text is None:
            since = one.period
        text = named
    if text is not None:
        yield Issue(kind, text, since, until=None)


def _named(kind: Kind, content: Content) -> str | None:
    return content.problems if kind is Kind.PROBLEM else content.obstacles
