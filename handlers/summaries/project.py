"""What became of one project in some months of a fiscal year, mostly a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.imports.evaluations import AS_PRINTED
from handlers.summaries.figure_marks import FigureMark
from handlers.summaries.issues import Issue
from handlers.timeliness.classes import Class
from storage.periods import Period, local_date
from storage.recorded import Budget, Recorded
from storage.records import Evaluation, ProjectStatus, Report, Timeliness

NOTHING_YET = Decimal(0)
"""The percent with which every fiscal year begins."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in its newest revision; `first_on` is the day of its first.

    `timeliness` is as it was first sent, and of what a page brought as its day is judged; None
    where nobody judges it.
    `after_lock` tells that it was filed or corrected after its month was locked; `locked` is then
    the revision that stood until then, None where there was none.
    """

    said: Report
    first_on: date
    timeliness: Timeliness | None = None
    after_lock: bool = False
    locked: Report | None = None


@dataclass(frozen=True, slots=True)
class StartMark:
    """The percent before the months, which says another report since they were locked.

    `period` is the month of that report; `stood` is None where nothing had been reported.
    """

    period: Period
    stood: Decimal | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its entries, oldest first. One without entries is a gap; it has no percent.

    `due_on` is the day of a report that is missing and not due yet.
    """

    period: Period
    became: Class
    begun: bool
    entries: tuple[Entry, ...]
    due_on: date | None = None

    @property
    def percent(self) -> Decimal | None:
        return self.entries[-1].said.content.percent if self.entries else None


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """What became of a project; `status` is that of the last day, or of today before it.

    `budget` is what stood when the last month was locked, or stands today before that. `start` and
    `end` are the percent before and after the months, cumulative within the fiscal year; None where
    nothing was reported in it so far. `locks_after` is the last day on which the last month takes
    reports, and `locked_before` the newest report before the months as of that day.
    """

    recorded: Recorded
    unit: str
    status: ProjectStatus
    budget: Budget
    locks_after: date
    start: Decimal | None
    locked_before: Report | None
    months: tuple[Month, ...]
    issues: tuple[Issue, ...]
    figure_marks: tuple[FigureMark, ...]

    @property
    def end(self) -> Decimal | None:
        reported = [month.percent for month in self.months if month.percent is not None]
        if reported:
            return reported[-1]
        return None if self.recorded.before is None else self.start

    @property
    def after_lock(self) -> bool:
        """Whether anything was filed or corrected after its month was locked."""
        return any(entry.after_lock for entry in self.entries)

    @property
    def locked_end(self) -> Decimal | None:
        """The percent after the months as it stood when each of them was locked."""
        locked = [entry.locked if entry.after_lock else entry.said for entry in self.entries]
        reported = [one for one in locked if one is not None]
        return percent_of(reported[-1] if reported else self.locked_before)

    @property
    def start_mark(self) -> StartMark | None:
        """What the percent before the months says since a correction of the months before."""
        before = self.recorded.before
        if before is None or before == self.locked_before:
            return None
        return StartMark(before.period, percent_of(self.locked_before), before.content.percent)

    @property
    def is_revised(self) -> bool:
        """Whether what the months began or ended with may have been another when locked."""
        return self.after_lock or self.start_mark is not None

    @property
    def budget_now(self) -> Budget | None:
        """The budget of today, where the project was given another one since the lock."""
        now = self.recorded.budget
        return None if now.given == self.budget.given else now

    @property
    def gain(self) -> Decimal | None:
        """The points won; None where nothing was reported in the fiscal year."""
        return None if self.end is None else self.end - (self.start or NOTHING_YET)

    def end_by(self, day: date) -> Decimal | None:
        """Give the percent after the months by what was filed until the end of a day."""
        within = (one for revisions in self.recorded.entries for one in revisions)
        return percent_of(newest_by((*self.recorded.earlier, *within), day))

    def gain_by(self, day: date) -> Decimal | None:
        """Give the points won by what was filed until the end of a day."""
        start, end = percent_of(newest_by(self.recorded.earlier, day)), self.end_by(day)
        return None if end is None else end - (start or NOTHING_YET)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for month in self.months for entry in month.entries)

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The scores of these quarters, without one whose quarter is only that of its page."""
        return tuple(one for one in self.recorded.evaluations if one.note != AS_PRINTED)


def newest_by(reports: Sequence[Report], day: date) -> Report | None:
    """Give the last of reports that was filed by the end of a day."""
    return next((one for one in reversed(reports) if not filed_after(one, day)), None)


def percent_of(one: Report | None) -> Decimal | None:
    """Give what a report says, None where there is none."""
    return None if one is None else one.content.percent


def filed_after(one: Report, locks_after: date) -> bool:
    """Tell whether a report was filed after a day."""
    # When a page was imported says nothing of when its entries were reported.
    return one.filed_at is not None and local_date(one.filed_at) > locks_after
