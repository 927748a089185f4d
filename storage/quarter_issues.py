"""Problems and obstacles of many projects in some months, counted by what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    FunctionElement,
    Subquery,
    and_,
    case,
    func,
    literal,
    over,
    select,
    union_all,
)

from storage.periods import Period
from storage.quarter_marks import Chosen
from storage.reports import superseded
from storage.summaries import NEWEST, months_before, of_newest
from storage.tables import project, report

_COLUMNS = (("problems", "problem"), ("obstacles", "obstacle"))
_KEYS = tuple(name for _, name in _COLUMNS)


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
    """Count what reports named by what became of it, problems and obstacles each for themselves."""
    entries = _named(chosen, periods)

    def walk(wanted: FunctionElement[int]) -> ColumnElement[int]:
        order = (entries.c.period, entries.c.entry)
        return over(wanted, partition_by=entries.c.project_id, order_by=order)

    walked = select(
        entries,
        walk(func.lead(entries.c.early)).label("later"),
        *(walk(func.lag(entries.c[key])).label(f"{key}_before") for key in _KEYS),
    ).subquery()
    of_project = select(
        func.max(walked.c.early).label("early"),
        *(column for key in _KEYS for column in _of_project(walked, key)),
    )
    each = of_project.group_by(walked.c.project_id).subquery()
    sums = [column for key in _KEYS for column in _sums(each, key)]
    row = [int(count or 0) for count in tx.execute(select(*sums)).one()]
    return IssueCounts(_count(*row[:3]), _count(*row[3:]))


def _of_project(walked: Subquery, key: str) -> Iterable[ColumnElement[int]]:
    """Say of each project how often it was solved, whether it is there at last, and always was."""
    names, before = walked.c[key], walked.c[f"{key}_before"]
    yield func.sum(case((and_(before == 1, names == 0), 1), else_=0)).label(f"{key}_solved")
    yield func.sum(case((walked.c.later.is_(None), names), else_=0)).label(f"{key}_last")
    yield func.min(names).label(f"{key}_always")


def _sums(each: Subquery, key: str) -> Iterable[ColumnElement[int]]:
    last = each.c[f"{key}_last"]
    yield func.sum(each.c[f"{key}_solved"])
    yield func.sum(last)
    yield func.sum(last * each.c[f"{key}_always"] * each.c.early)


def _count(solved: int, at_last: int, from_before: int) -> IssueCount:
    return IssueCount(solved=solved, new=at_last - from_before, open=from_before)


def _named(chosen: Chosen, periods: Sequence[Period]) -> Subquery:
    """Ask for the months' entries and the newest report before, and whether each names anything."""
    entries = select(
        report.c.project_id,
        report.c.period,
        report.c.entry,
        *(_names(report.c[key]).label(name) for key, name in _COLUMNS),
        literal(0).label("early"),
    )
    entries = entries.select_from(project).join(report)
    entries = entries.where(chosen, report.c.period.between(periods[0], periods[-1]), ~superseded())
    months = months_before(periods)
    if months is None:
        return entries.subquery()
    before = select(
        project.c.id,
        literal(months[0], report.c.period.type),
        literal(0),
        *(_names(report.c[key]).label(name) for key, name in _COLUMNS),
        literal(1),
    )
    # Looked up once for each project, by its number: a column for each would look again.
    before = before.select_from(project).join(
        report, report.c.id == of_newest(NEWEST.c.id, *months)
    )
    return union_all(entries, before.where(chosen)).subquery()


def _names(column: ColumnElement[str | None]) -> ColumnElement[int]:
    return case((column.is_not(None), 1), else_=0)
