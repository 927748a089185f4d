"""Summarising one project over some months of a fiscal year, by the days of its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.summaries.figure_marks import figure_marks, locks_of_quarters
from handlers.summaries.issues import issues_of
from handlers.summaries.project import (
    NOTHING_YET,
    Entry,
    Month,
    ProjectSummary,
    filed_after,
    newest_by,
    percent_of,
)
from handlers.timeliness.classes import Class, First, class_of, judged_on, timeliness_of
from handlers.timeliness.policy import Deadlines
from storage.recorded import Budget, Recorded, StatusChange
from storage.records import ProjectStatus, Report


def summarise(
    recorded: Recorded, deadlines: Sequence[Deadlines], *, unit: str, today: date
) -> ProjectSummary:
    """Summarise a project over the months of `deadlines`, which follow one another."""
    months = tuple(_month(recorded, days, today) for days in deadlines)
    before, reports = recorded.before, [one.said for month in months for one in month.entries]
    first, last = deadlines[0].period, deadlines[-1].period
    locks_after = deadlines[-1].locks_after
    return ProjectSummary(
        recorded=recorded,
        unit=unit,
        status=status_on(min(last.last_day, today), recorded.changes, otherwise=recorded.status),
        budget=budget_on(min(locks_after, today), recorded),
        locks_after=locks_after,
        start=NOTHING_YET if first.month == 10 else percent_of(before),
        locked_before=newest_by(recorded.earlier, locks_after),
        months=months,
        issues=issues_of(before, reports),
        figure_marks=figure_marks(recorded.given, locks_of_quarters(deadlines)),
    )


def status_on(
    day: date, changes: Sequence[StatusChange], *, otherwise: ProjectStatus
) -> ProjectStatus:
    """Give the status on a day by a project's changes, oldest first; without any, `otherwise`."""
    for change in reversed(changes):
        if change.since <= day:
            return change.status
    return changes[0].before if changes else otherwise


def budget_on(day: date, recorded: Recorded) -> Budget:
    """Give the budget that stood at the end of a day."""
    then = (change.before for change in recorded.budget_changes if change.until > day)
    return next(then, recorded.budget)


def _month(recorded: Recorded, days: Deadlines, today: date) -> Month:
    theirs = [revisions for revisions in recorded.entries if revisions[0].period == days.period]
    first = theirs[0][0] if theirs else None
    became = class_of(
        days,
        None if first is None else First(first.reported_on, first.timeliness),
        fiscal_year=recorded.fiscal_year,
        status=status_on(judged_on(days, today), recorded.changes, otherwise=recorded.status),
        today=today,
    )
    return Month(
        period=days.period,
        became=became,
        begun=days.period.first_day <= today,
        entries=tuple(_entry(revisions, days) for revisions in theirs),
        due_on=days.due_on if became is Class.MISSING and today < days.due_on else None,
    )


def _entry(revisions: Sequence[Report], days: Deadlines) -> Entry:
    first, newest, locks_after = revisions[0], revisions[-1], days.locks_after
    timeliness = first.timeliness or timeliness_of(days, first.reported_on)
    entry = Entry(newest, first.reported_on, timeliness)
    if not filed_after(newest, locks_after):
        return entry
    in_time = [one for one in revisions if not filed_after(one, locks_after)]
    return replace(entry, after_lock=True, locked=in_time[-1] if in_time else None)
