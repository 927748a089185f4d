"""Reading how a unit and all below it stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from handlers.oversight.standing import Days, Judged, Overview, judge
from handlers.timeliness.classes import judged_on
from handlers.timeliness.policies import policies_of_units, policy_for
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import Period, period_of
from storage.project_months import JudgedOn
from storage.records import Unit
from storage.reopenings import reopened_projects
from storage.standings import standings_of
from storage.units import find_unit, unit_path, units_below


def read_overview(tx: Connection, unit: Unit, period: Period, *, today: date) -> Overview:
    """Give how a month stands in a unit and in those below it, in a handful of queries."""
    projects = read_projects(tx, units_below(tx, unit.code), period, today=today)
    return Overview(unit, period, min(period.last_day, today), projects)


def read_projects(
    tx: Connection, units: Collection[str], period: Period, *, today: date
) -> tuple[Judged, ...]:
    """Give how a month stands in exactly these units, in as many queries as for one of them."""
    policies = policies_of_units(tx, period.fiscal_year)
    known: dict[Policy, Days] = {}
    days = {}
    for code in units:
        policy = policies[code]
        if policy not in known:
            known[policy] = Days(
                deadlines_of(policy, period), deadlines_of(policy, period.previous)
            )
        days[code] = known[policy]
    judged = {
        code: JudgedOn(judged_on(one.month, today), judged_on(one.before, today))
        for code, one in days.items()
    }
    day = min(period.last_day, today)
    reopened = reopened_projects(tx, period, today=today)
    return tuple(
        judge(
            one,
            days[one.unit_code],
            day=day,
            today=today,
            reopened=one.project_id in reopened,
        )
        for one in standings_of(tx, judged, period=period, day=day)
    )


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
