"""A month as it is when every project is read and looked at one by one.

What is shown is counted by the database. It must be the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.oversight.parts import Part
from handlers.oversight.reading import PAGE, SHOWN
from handlers.oversight.rules import read_rules
from handlers.oversight.standing import Bucket, Digest, Judged, Listed, Listing
from handlers.oversight.waiting import Waiting, group_by_reporters, sort_missing
from handlers.timeliness.classes import Class
from handlers.timeliness.not_due import NotDue
from storage.periods import Period
from storage.project_months import Missing
from storage.records import Unit
from storage.standings import standings_of
from storage.units import units_below


@dataclass(frozen=True, slots=True)
class Whole:
    """All projects of a unit and of those below it."""

    unit: Unit
    period: Period
    day: date
    today: date
    projects: tuple[Judged, ...]

    @property
    def missing(self) -> tuple[Judged, ...]:
        """The projects without their report, those of the same people together."""
        found = {_missing(one): one for one in self.projects if one.became is Class.MISSING}
        return tuple(found[one] for one in sort_missing(found))

    @property
    def at_risk(self) -> tuple[Judged, ...]:
        """Those with the most reasons first."""
        found = (one for one in self.projects if one.risks)
        return tuple(sorted(found, key=lambda one: (-len(one.risks), one.standing.code)))

    @property
    def problems(self) -> tuple[Judged, ...]:
        """The projects whose newest report names a problem, the oldest problem first."""
        found = [(one.problem_days, one) for one in self.projects if one.problem_days is not None]
        found.sort(key=lambda pair: (-pair[0], pair[1].standing.code))
        return tuple(one for _, one in found)

    @property
    def reported(self) -> tuple[Judged, ...]:
        """The projects with a report of the month, the newest report first."""
        found = [
            (newest.reported_on, one)
            for one in self.projects
            if (newest := one.standing.newest) and newest.period == self.period
        ]
        found.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].standing.code))
        return tuple(one for _, one in found)

    @property
    def can_be_reminded(self) -> bool:
        return any(not one.locked for one in self.missing)

    @property
    def digest(self) -> Digest:
        buckets = Counter(one.bucket for one in self.projects)
        classes = Counter(one.became for one in self.projects)
        before = Counter(one.before for one in self.projects)
        coming = [one.due_on for one in self.missing if one.due_on is not None]
        groups = group_by_reporters(_missing(one) for one in self.missing if one.due_on is None)
        return Digest(
            unit=self.unit,
            period=self.period,
            day=self.day,
            today=self.today,
            buckets={one: buckets[one] for one in Bucket},
            classes={one: classes[one] for one in Class},
            before={one: before[one] for one in Class},
            missing=Waiting(
                len(self.missing),
                len(groups),
                groups[:SHOWN],
                self.can_be_reminded,
                NotDue(len(coming), min(coming), max(coming)) if coming else None,
                sum(one.due_today for one in self.missing),
            ),
            at_risk=Listed(len(self.at_risk), self.at_risk[:SHOWN]),
            problems=Listed(len(self.problems), self.problems[:SHOWN]),
            reported=len(self.reported),
        )

    def listing(self, part: Part, page: int) -> Listing:
        projects = {
            Part.MONTH: self.reported,
            Part.MISSING: self.missing,
            Part.RISK: self.at_risk,
            Part.PROBLEMS: self.problems,
            Part.REPORTS: self.reported,
        }[part]
        first = page * PAGE if page * PAGE < len(projects) else 0
        listed = Listed(len(projects), projects[first : first + PAGE], first)
        can_be_reminded = part is Part.MISSING and self.can_be_reminded
        return Listing(self.unit, self.period, part, listed, can_be_reminded)


def read_whole(tx: Connection, unit: Unit, period: Period, *, today: date) -> Whole:
    rules = read_rules(tx, period, today=today)
    view = rules.view(units_below(tx, unit.code))
    standings = standings_of(tx, view.judged_on, period=period, day=rules.day)
    return Whole(unit, period, rules.day, today, tuple(rules.judge(one) for one in standings))


def _missing(one: Judged) -> Missing:
    standing = one.standing
    return Missing(
        standing.project_id, standing.code, standing.name, standing.unit_code, standing.reporters
    )
