"""Reading how projects stand: counts by the database, and of a page what is shown of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.oversight.risk import AHEAD, BEHIND, STALLED, Risk, risks_of, straight_line
from handlers.oversight.standing import Bucket, bucket_of
from handlers.timeliness.classes import RUNNING, Class, First, class_of, judged_on
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Deadlines, Policy, deadlines_of
from storage.attention import Alarm, Among
from storage.periods import Period
from storage.project_months import Standing, Wanted
from storage.ranking import Tally, ranked, tally
from storage.standings_now import standings_by_number


@dataclass(frozen=True, slots=True)
class Told:
    """A project with all that is said of it today."""

    standing: Standing
    became: Class
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """Which projects are looked at, and the days of their month by unit."""

    among: Among
    days: Mapping[str, Deadlines]
    today: date


@dataclass(frozen=True, slots=True)
class Page:
    """A page of projects, the ones that want attention most first; numbers count from 1."""

    counted: Tally
    number: int
    pages: int
    first: int
    projects: tuple[Told, ...]


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
    alarm = Alarm(
        fiscal_year=period.fiscal_year,
        line=straight_line(period.fiscal_year, today),
        behind=BEHIND,
        ahead=AHEAD,
        stalled=STALLED,
        running=RUNNING,
    )
    if units is not None and days.keys() <= set(units):
        units = None  # that is everything: nothing need be compared
    judged = {code: judged_on(one, today) for code, one in days.items()}
    return Looked(Among(period, judged, alarm, units, ids), days, today)


def read_page(tx: Connection, looked: Looked, wanted: Wanted, page: int, *, most: int) -> Page:
    """Count the projects and read a page of those wanted; beyond the last it is the last."""
    counted = tally(tx, looked.among)
    listed = count_wanted(counted, wanted)
    pages = max(-(-listed // most), 1)
    number = min(max(page, 1), pages)
    first = (number - 1) * most
    numbers = ranked(tx, looked.among, wanted, first=first, most=most) if listed else ()
    return Page(counted, number, pages, first + 1, tell_of(tx, looked, numbers))


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
    return Told(standing, became, risks_of(standing, looked.today))
