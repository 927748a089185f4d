"""Reading how a unit and all below it stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import assert_never

from sqlalchemy import Connection

from handlers.oversight.parts import Part
from handlers.oversight.rules import MonthRules
from handlers.oversight.standing import Bucket, Digest, Judged, Listed, Listing, bucket_of
from handlers.oversight.waiting import Waiting, group_by_reporters, sort_missing
from handlers.summaries.class_counts import classes_of_units
from handlers.timeliness.classes import Class
from handlers.timeliness.not_due import not_due
from handlers.timeliness.policies import policy_for
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.missing_projects import missing_projects
from storage.month_lists import (
    Found,
    Kind,
    MonthView,
    count_by_status,
    find_kinds,
)
from storage.periods import Period, period_of
from storage.project_months import Missing
from storage.records import Unit
from storage.standings import standings_of
from storage.units import find_unit, unit_path

SHOWN = 3
"""People or projects that a row of a digest names; the rest is counted."""

PAGE = 8
"""Projects on a page of a part."""


def read_digest(tx: Connection, rules: MonthRules, unit: Unit, units: Collection[str]) -> Digest:
    """Give how a month stands in exactly these units, which are `unit` and those below it.

    Only the projects that are named are read.
    """
    view = rules.view(units)
    buckets = count_buckets(tx, view)
    projects = sum(buckets.values())
    classes, before = (
        _count_classes(tx, view, days, projects=projects, today=rules.today)
        for days in (
            {code: rules.days[code].month for code in units},
            {code: rules.days[code].before for code in units},
        )
    )
    found = find_kinds(tx, view, [*Kind], first=0, most=SHOWN)
    return Digest(
        unit=unit,
        period=rules.period,
        day=rules.day,
        today=rules.today,
        buckets=buckets,
        classes={each: classes[each] for each in Class},
        before={each: before[each] for each in Class},
        missing=_waiting(tx, rules, view) if classes[Class.MISSING] else Waiting(),
        at_risk=_listed(tx, rules, view, found[Kind.AT_RISK]),
        problems=_listed(tx, rules, view, found[Kind.IN_TROUBLE]),
        reported=found[Kind.REPORTED].count,
    )


def count_buckets(tx: Connection, view: MonthView) -> dict[Bucket, int]:
    """Count the projects by the city's own buckets."""
    buckets: Counter[Bucket] = Counter()
    for (status, reported), count in count_by_status(tx, view).items():
        buckets[bucket_of(status, reported=reported)] += count
    return {bucket: buckets[bucket] for bucket in Bucket}


def _count_classes(
    tx: Connection,
    view: MonthView,
    days: Mapping[str, Deadlines],
    *,
    projects: int,
    today: date,
) -> Counter[Class]:
    period = next(iter(days.values())).period
    counted = classes_of_units(tx, view.chosen, {period: days}, today=today)
    classes = sum(counted.values(), Counter[Class]())
    classes[Class.NOT_OWED] = projects - classes.total()
    return classes


def read_listing(
    tx: Connection,
    rules: MonthRules,
    unit: Unit,
    units: Collection[str],
    *,
    part: Part,
    page: int,
) -> Listing:
    """Give a page of a part, counted from 0; a page beyond the end is the first."""
    view = rules.view(units)
    match part:
        case Part.MISSING:
            missing = _missing(tx, rules, view)
            first = page * PAGE if page * PAGE < len(missing) else 0
            numbers = [one.project_id for one in missing[first : first + PAGE]]
            open_still = any(not rules.is_locked(one) for one in missing)
            listed = Listed(len(missing), _judged(tx, rules, view, numbers), first)
            return Listing(unit, rules.period, part, listed, open_still)
        case Part.RISK:
            kind = Kind.AT_RISK
        case Part.PROBLEMS:
            kind = Kind.IN_TROUBLE
        case Part.REPORTS | Part.MONTH:
            kind = Kind.REPORTED
        case _:
            assert_never(part)
    first = page * PAGE
    found = find_kinds(tx, view, [kind], first=first, most=PAGE)[kind]
    if first and not found.count:
        first = 0
        found = find_kinds(tx, view, [kind], first=first, most=PAGE)[kind]
    return Listing(unit, rules.period, part, _listed(tx, rules, view, found, first=first))


def read_missing(tx: Connection, rules: MonthRules, units: Collection[str]) -> tuple[Missing, ...]:
    """Give what is missing in exactly these units and can still be sent."""
    missing = _missing(tx, rules, rules.view(units))
    return tuple(one for one in missing if not rules.is_locked(one))


def _missing(tx: Connection, rules: MonthRules, view: MonthView) -> list[Missing]:
    """Read what is missing, that of the same people together; nothing of a month to come."""
    begun = rules.period.first_day <= rules.today
    return sort_missing(missing_projects(tx, view)) if begun else []


def _waiting(tx: Connection, rules: MonthRules, view: MonthView) -> Waiting:
    missing, later = _missing(tx, rules, view), rules.due_later
    groups = group_by_reporters([one for one in missing if one.unit_code not in later])
    coming = [later[one.unit_code] for one in missing if one.unit_code in later]
    return Waiting(
        len(missing),
        len(groups),
        groups[:SHOWN],
        any(not rules.is_locked(one) for one in missing),
        not_due(len(coming), coming),
        sum(rules.days[one.unit_code].month.due_on == rules.today for one in missing),
    )


def _listed(
    tx: Connection, rules: MonthRules, view: MonthView, found: Found, *, first: int = 0
) -> Listed:
    return Listed(found.count, _judged(tx, rules, view, found.numbers), first)


def _judged(
    tx: Connection, rules: MonthRules, view: MonthView, numbers: Sequence[int]
) -> tuple[Judged, ...]:
    """Read these projects, in that order."""
    if not numbers:
        return ()
    read = standings_of(tx, view.judged_on, period=rules.period, day=rules.day, only=numbers)
    found = {one.project_id: rules.judge(one) for one in read}
    return tuple(found[number] for number in numbers)


def month_looked_after(tx: Connection, unit_code: str, today: date) -> Period:
    """Give the month that a unit is waiting for: the last one until it is locked, then this one."""
    last = period_of(today).previous
    policy = policy_for(tx, unit_code, last.fiscal_year)
    return last if today <= deadlines_of(policy, last).locks_after else last.next


def path_of(tx: Connection, unit_code: str) -> tuple[str, ...]:
    """Give the codes of a unit and of those above it; none for an unknown unit."""
    return tuple(one.code for one in unit_path(tx, unit_code))


def topmost(tx: Connection, unit_codes: Collection[str]) -> tuple[Unit, ...]:
    """Give those of these units that lie below no other of them, by code."""
    found = []
    for code in sorted(unit_codes):
        unit = find_unit(tx, code)
        if unit is not None and not set(path_of(tx, code)[:-1]) & set(unit_codes):
            found.append(unit)
    return tuple(found)
