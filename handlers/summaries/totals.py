"""What many projects add up to in a quarter, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from decimal import Decimal

from handlers.oversight.standing import Bucket
from handlers.summaries.issues import Kind, State
from handlers.summaries.targets import Reached
from handlers.timeliness.classes import Class, Shares, shares_of
from handlers.timeliness.not_due import NotDue, all_not_due
from storage.periods import Period
from storage.records import ProjectStatus


@dataclass(slots=True)
class Mean:
    """A sum and what it is of."""

    total: Decimal = Decimal(0)
    count: int = 0

    def add(self, total: Decimal, count: int) -> None:
        self.total += total
        self.count += count

    @property
    def value(self) -> Decimal | None:
        """The mean to two decimals, None of nothing."""
        return round(self.total / self.count, 2) if self.count else None


@dataclass(slots=True)
class Counts:
    """Counts of the projects of one unit, or of many.

    `start` and `end` are means over the projects that were reported on in the fiscal year so far,
    of which so many were `first` reported on in these months and count as 0 before;
    `months` has those that have begun, and `not_due` what of their missing reports is not due yet.
    Of the budget used that of projects with a budget counts.
    """

    projects: int = 0
    start: Mean = field(default_factory=Mean)
    end: Mean = field(default_factory=Mean)
    first: int = 0
    months: dict[Period, Counter[Class]] = field(default_factory=dict)
    not_due: dict[Period, NotDue] = field(default_factory=dict)
    budget: Decimal = Decimal(0)
    budget_used: Decimal = Decimal(0)

    def add(self, other: Counts) -> None:
        """Count the projects of another unit in."""
        self.projects += other.projects
        self.start.add(other.start.total, other.start.count)
        self.end.add(other.end.total, other.end.count)
        self.first += other.first
        self.budget += other.budget
        self.budget_used += other.budget_used
        for period, counted in other.months.items():
            self.months.setdefault(period, Counter()).update(counted)
        for period, coming in other.not_due.items():
            mine = self.not_due.get(period)
            self.not_due[period] = coming if mine is None else mine.plus(coming)

    @property
    def share_used(self) -> Decimal | None:
        """The percent of the budget that is used, None without a budget."""
        return round(100 * self.budget_used / self.budget, 2) if self.budget else None

    @property
    def classes(self) -> Counter[Class]:
        """The months of all projects by class."""
        return sum(self.months.values(), Counter[Class]())

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.classes)

    @property
    def coming(self) -> NotDue | None:
        """What is missing of all months and not due yet, None of nothing."""
        return all_not_due(self.not_due.values())

    def overdue(self, period: Period | None = None) -> int:
        """Count what is missing of a month, or of all, and should have come."""
        classes = self.classes if period is None else self.months[period]
        coming = self.coming if period is None else self.not_due.get(period)
        return classes[Class.MISSING] - (coming.count if coming else 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of a unit with all below it, and those of each unit with projects, by its code."""

    whole: Counts
    units: Mapping[str, Counts]
    score: Mean


@dataclass(frozen=True, slots=True)
class Revision:
    """What was filed after the lock, of one unit or of many.

    So many `entries` of the months, so many projects with another report before them: `starts`,
    and so many results, scores and budgets. By them the percent at the start and at the end, the
    `projects` that have one, and the sum and the number of scores grew.
    """

    entries: int = 0
    starts: int = 0
    results: int = 0
    scores: int = 0
    budgets: int = 0
    projects: int = 0
    start: Decimal = Decimal(0)
    end: Decimal = Decimal(0)
    score: Decimal = Decimal(0)
    scored: int = 0

    @property
    def all(self) -> int:
        """The figures that were given or corrected after the lock."""
        return self.entries + self.starts + self.results + self.scores + self.budgets

    def plus(self, other: Revision) -> Revision:
        """Count what was filed of another unit in."""
        mine, theirs = astuple(self), astuple(other)
        return Revision(*(one + another for one, another in zip(mine, theirs, strict=True)))


@dataclass(frozen=True, slots=True)
class Revised:
    """What was filed or corrected after the lock, and the mean percents without it."""

    revision: Revision
    locked_start: Mean
    locked_end: Mean

    @property
    def moved(self) -> bool:
        """Whether the mean percents are others than they were."""
        return any((self.revision.start, self.revision.end, self.revision.projects))


@dataclass(frozen=True, slots=True)
class Marks:
    """What else is counted of all the projects; a quarter is not compared with another in it.

    `buckets` are the city's, by the reports of `month`: the last that has begun.
    `locked_targets` are the indicators by their results when locked, `unit_targets` the indicators
    that units answer for themselves. `revised` has the units in which anything was filed after the
    lock, by code, and `revised_before` what was filed of the months before after their lock.
    """

    statuses: Counter[ProjectStatus]
    month: Period
    buckets: Counter[Bucket]
    issues: Counter[tuple[Kind, State]]
    targets: Counter[Reached]
    locked_targets: Counter[Reached]
    unit_targets: Counter[Reached]
    revised: Mapping[str, Revision]
    revised_before: Revision

    @property
    def revision(self) -> Revision:
        """What was filed or corrected after the lock in all units."""
        return added(self.revised.values())


def added(revisions: Iterable[Revision]) -> Revision:
    """Add up what was filed after the lock."""
    whole = Revision()
    for one in revisions:
        whole = whole.plus(one)
    return whole


def revised(counts: Counts, revision: Revision) -> Revised | None:
    """Tell what a revision made of these counts; None where there is none."""
    if revision == Revision():
        return None
    projects = counts.end.count - revision.projects
    return Revised(
        revision,
        Mean(counts.start.total - revision.start, projects),
        Mean(counts.end.total - revision.end, projects),
    )


def locked_score(score: Mean, revision: Revision) -> Mean | None:
    """Give the mean of scores before they were corrected; None where that is the same."""
    if not revision.score and not revision.scored:
        return None
    return Mean(score.total - revision.score, score.count - revision.scored)
