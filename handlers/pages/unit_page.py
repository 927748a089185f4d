"""How a unit and all below it stand: counts, shares, the units below, projects in order of need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from handlers.oversight.reading import month_looked_after
from handlers.oversight.risk import AHEAD, BEHIND, STALLED, straight_line
from handlers.oversight.standing import Bucket, Days, Judged, bucket_of, judge
from handlers.pages.paging import Paging, turn_to
from handlers.summaries.counting import read_totals
from handlers.summaries.totals import Counts, Totals
from handlers.timeliness.classes import RUNNING, Class, Shares, judged_on, shares_of
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import deadlines_of
from storage.attention import Alarm, Among
from storage.periods import Period
from storage.project_months import Wanted
from storage.ranking import Tally, ranked, tally
from storage.records import Unit
from storage.reopenings import reopened_projects
from storage.standings_now import standings_by_number
from storage.units import all_units, find_unit, units_below

PROJECTS = 20
"""Projects on a page of a unit."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit right below, with what its projects and those below it add up to."""

    unit: Unit
    counts: Counts

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.counts.classes)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with all below it, as it stood on a day; what is late or not is of `period`.

    `above` is the unit right above it. `own` are the counts of what belongs to no unit below,
    where there are units below.
    """

    unit: Unit
    above: Unit | None
    period: Period
    day: date
    tally: Tally
    counts: Counts
    below: tuple[UnitLine, ...]
    own: Counts | None
    projects: tuple[Judged, ...]
    paging: Paging

    @property
    def buckets(self) -> Mapping[Bucket, int]:
        counted: Counter[Bucket] = Counter()
        for (status, reported), count in self.tally.statuses.items():
            counted[bucket_of(status, reported=reported)] += count
        return {bucket: counted[bucket] for bucket in Bucket}

    @property
    def classes(self) -> Counter[Class]:
        return self.counts.classes

    @property
    def shares(self) -> Shares | None:
        return shares_of(self.counts.classes)

    @property
    def mean(self) -> Decimal | None:
        return self.counts.end.value


def read_unit_page(
    tx: Connection, unit_code: str, *, page: int, today: date, most: int = PROJECTS
) -> UnitPage | None:
    """Read a page of a unit with `most` of its projects; None where there is no such unit."""
    unit = find_unit(tx, unit_code)
    if unit is None:
        return None
    period = month_looked_after(tx, unit_code, today)
    day = min(period.last_day, today)
    codes = units_below(tx, unit_code)
    days = _days(tx, codes, period)
    among = Among(
        period=period,
        judged={code: judged_on(one.month, today) for code, one in days.items()},
        alarm=Alarm(
            fiscal_year=period.fiscal_year,
            line=straight_line(period.fiscal_year, day),
            behind=BEHIND,
            ahead=AHEAD,
            stalled=STALLED,
            running=RUNNING,
        ),
        units=codes,
    )
    counted = tally(tx, among)
    paging = turn_to(page, most=most, total=counted.total)
    numbers = ranked(tx, among, Wanted.ALL, first=paging.first, most=most)
    totals = read_totals(tx, [period], unit_code, today=today)
    units = [one for one in all_units(tx) if one.code in codes]
    below, own = _below(unit, units, totals)
    return UnitPage(
        unit=unit,
        above=None if unit.parent_code is None else find_unit(tx, unit.parent_code),
        period=period,
        day=day,
        tally=counted,
        counts=totals.whole,
        below=below,
        own=own,
        projects=_judged(tx, among, numbers, days, day=day, today=today),
        paging=paging,
    )


def _days(tx: Connection, codes: Collection[str], period: Period) -> dict[str, Days]:
    policies = policies_of_units(tx, period.fiscal_year)
    return {
        code: Days(
            deadlines_of(policies[code], period), deadlines_of(policies[code], period.previous)
        )
        for code in codes
    }


def _judged(
    tx: Connection,
    among: Among,
    numbers: Sequence[int],
    days: Mapping[str, Days],
    *,
    day: date,
    today: date,
) -> tuple[Judged, ...]:
    standings = standings_by_number(tx, among, numbers)
    reopened = reopened_projects(tx, among.period)
    return tuple(
        judge(
            standings[number],
            days[standings[number].unit_code],
            day=day,
            today=today,
            reopened=number in reopened,
        )
        for number in numbers
    )


def _below(
    unit: Unit, units: Sequence[Unit], totals: Totals
) -> tuple[tuple[UnitLine, ...], Counts | None]:
    """Add up what belongs to each unit right below, and what to the unit alone."""
    above = {one.code: one.parent_code for one in units}
    children = {one.code: Counts() for one in units if one.parent_code == unit.code}
    if not children:
        return (), None
    for code, counts in totals.units.items():
        child: str | None = code
        while child is not None and child != unit.code and child not in children:
            child = above.get(child)
        if child in children:
            children[child].add(counts)
    lines = tuple(UnitLine(one, children[one.code]) for one in units if one.code in children)
    return lines, totals.units.get(unit.code)
