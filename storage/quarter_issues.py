"""Problems and obstacles of many projects in some months, counted by what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    String,
    and_,
    case,
    cast,
    func,
    null,
    select,
    type_coerce,
)

from storage.periods import Period
from storage.quarter_marks import Chosen
from storage.summaries import NEWEST, months_before, of_newest
from storage.tables import project, report

_PROBLEM, _OBSTACLE = 1, 2
"""What a report names, as bits of a number."""


@dataclass(frozen=True, slots=True)
class IssueCount:
    """How many runs of reports that name something ended, began and last, last from before."""

    solved: int
    new: int
    open: int


@dataclass(frozen=True, slots=True)
class IssueCounts:
    problems: IssueCount
    obstacles: IssueCount


def count_issues(tx: Connection, chosen: Chosen, periods: Sequence[Period]) -> IssueCounts:
    """Count what reports named by what became of it, problems and obstacles each for themselves.

    The database gives each course that things took once, with the number of projects: they are a
    few hundred, however many projects there are.
    """
    courses = [*_courses(tx, chosen, periods)]
    return IssueCounts(_count(courses, _PROBLEM), _count(courses, _OBSTACLE))


@dataclass(frozen=True, slots=True)
class _Course:
    """So many projects named that before the months, if they have a report, and in each entry."""

    before: int | None
    entries: tuple[int, ...]
    projects: int


def _count(courses: Iterable[_Course], kind: int) -> IssueCount:
    counts: Counter[str] = Counter()
    for one in courses:
        before = () if one.before is None else (one.before,)
        named = [bool(names & kind) for names in (*before, *one.entries)]
        counts["solved"] += one.projects * sum(now and not then for now, then in pairwise(named))
        if named and named[-1]:
            from_before = bool(before) and all(named)
            counts["open" if from_before else "new"] += one.projects
    return IssueCount(solved=counts["solved"], new=counts["new"], open=counts["open"])


def _courses(tx: Connection, chosen: Chosen, periods: Sequence[Period]) -> Iterator[_Course]:
    months = months_before(periods)
    before = cast(null(), Integer) if months is None else of_newest(_names(NEWEST), *months)
    # Each entry with its place, for they are strung together in any order.
    place = (type_coerce(report.c.period, String), report.c.entry, report.c.revision)
    told: list[ColumnElement[str]] = [cast(one, String) for one in (*place, _names(report))]
    of_months = and_(
        report.c.project_id == project.c.id, report.c.period.between(periods[0], periods[-1])
    )
    each = (
        select(
            before.label("before"),
            func.aggregate_strings(reduce(_beside, told), " ").label("entries"),
        )
        .select_from(project)
        .outerjoin(report, of_months)
        .where(chosen)
        .group_by(project.c.id)
        .subquery()
    )
    kinds = (each.c.before, each.c.entries)
    for early, entries, count in tx.execute(select(*kinds, func.count()).group_by(*kinds)):
        yield _Course(early, _newest(entries or ""), count)


def _beside(one: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[str]:
    return one + "/" + other


def _newest(entries: str) -> tuple[int, ...]:
    """Read what each entry names in its newest revision, in the order of the entries."""
    revisions = sorted(
        (period, int(entry), int(revision), int(names))
        for period, entry, revision, names in (one.split("/") for one in entries.split())
    )
    return tuple({(period, entry): names for period, entry, _, names in revisions}.values())


def _names(of: FromClause) -> ColumnElement[int]:
    """Say what a report names."""
    return case((of.c.problems.is_not(None), _PROBLEM), else_=0) + case(
        (of.c.obstacles.is_not(None), _OBSTACLE), else_=0
    )
