"""Reading how projects stand: counts by the database, and of a page what is shown of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.oversight.risk import Risk, risks_of
from handlers.oversight.rules import alarm_on
from handlers.oversight.standing import Bucket, bucket_of
from handlers.timeliness.classes import Class, First, class_of, judged_on
from handlers.timeliness.not_due import NotDue, due_later, not_due
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, Policy, deadlines_of
from storage.attention import Among
from storage.periods import Period
from storage.project_months import Standing, Wanted
from storage.ranking import Tally, count_missing, ranked, tally
from storage.standings_now import standings_by_number


@dataclass(frozen=True, slots=True)
class Told:
    """A project with all that is said of it today.

    `due_on` is the day of a report that is missing and not due yet.
    """

    standing: Standing
    became: Class
    risks: tuple[Risk, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Which projects are looked at, and the days of their month by unit.

    `later` are the due days that are still to come.
    """

    among: Among
    days: Mapping[str, Deadlines]
    today: date
    later: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of projects, the ones that want attention most first; numbers count from 1.

    `not_due` are those of the counted ones that are missing and not due yet.
    """

    counted: Tally
    number: int
    pages: int
    first: int
    projects: tuple[Told, ...]
    not_due: NotDue | None = None


def look_at(
    tx: Connection,
    period: Period,
    *,
    today: date,
    units: Collection[str] | None = None,
    ids: Collection[int] | None = None,
) -> Looked:
    """Choose the projects of these units, or those of these numbers, and the month to judge."""
    policies = policies_of_units(tx, period.fiscal_year)
    known: dict[Policy, Deadlines] = {}
    days: dict[str, Deadlines] = {}
    for code, policy in policies.items():
        if code is not None:
            if policy not in known:
                known[policy] = deadlines_of(policy, period)
            days[code] = known[policy]
    alarm = alarm_on(period.fiscal_year, today)
    if units is not None and days.keys() <= set(units):
        units = None  # that is everything: nothing need be compared
    judged = {code: judged_on(one, today) for code, one in days.items()}
    among = Among(period, judged, alarm, units, ids)
    return Looked(among, days, today, due_later(days, today))


def read_page(tx: Connection, looked: Looked, wanted: Wanted, page: int, *, most: int) -> Page:
    """Count the projects and read a page of those wanted; beyond the last it is the last."""
    counted = tally(tx, looked.among)
    listed = count_wanted(counted, wanted)
    pages = max(-(-listed // most), 1)
    number = min(max(page, 1), pages)
    first = (number - 1) * most
    numbers = ranked(tx, looked.among, wanted, first=first, most=most) if listed else ()
    told = tell_of(tx, looked, numbers)
    return Page(counted, number, pages, first + 1, told, _not_due(tx, looked, counted))


def _not_due(tx: Connection, looked: Looked, counted: Tally) -> NotDue | None:
    """Count what is missing and not due; it is asked for only where due days differ."""
    units = looked.days.keys() if looked.among.units is None else looked.among.units
    later = {code: day for code, day in looked.later.items() if code in units}
    if not later or not counted.missing:
        return None
    if len(later) == len(units):
        days = {*later.values()}
        if len(days) == 1 or looked.among.ids is None:
            return not_due(counted.missing, days)
    counts = count_missing(tx, looked.among, later)
    return not_due(sum(counts.values()), {later[code] for code in counts})


def tell_of(tx: Connection, looked: Looked, numbers: Collection[int]) -> tuple[Told, ...]:
    """Say how projects stand, in the order given; an unknown number is left out."""
    if not numbers:
        return ()
    found = standings_by_number(tx, looked.among, numbers)
    return tuple(_told(found[one], looked) for one in numbers if one in found)


def count_wanted(counted: Tally, wanted: Wanted) -> int:
    """Give how many projects of a tally are wanted."""
    match wanted:
        case Wanted.ALL:
            return counted.total
        case Wanted.LATE:
            return counted.missing
        case Wanted.RISK:
            return counted.at_risk


def buckets_of(counted: Tally) -> Mapping[Bucket, int]:
    """Give the city's own counts."""
    found: Counter[Bucket] = Counter()
    for (status, reported), count in counted.statuses.items():
        found[bucket_of(status, reported=reported)] += count
    return {bucket: found[bucket] for bucket in Bucket}


def _told(standing: Standing, looked: Looked) -> Told:
    first = standing.first
    became = class_of(
        looked.days[standing.unit_code],
        None if first is None else First(first.reported_on, first.timeliness),
        fiscal_year=standing.fiscal_year,
        status=standing.status_judged,
        today=looked.today,
    )
    coming = looked.later.get(standing.unit_code) if became is Class.MISSING else None
    return Told(standing, became, risks_of(standing, looked.today), coming)
