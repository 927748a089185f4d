"""Counting the classes of many projects' months, unit by unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection

from handlers.timeliness.classes import RUNNING, Class, judged_on, timeliness_of
from handlers.timeliness.policy import Deadlines
from storage.periods import Period
from storage.quarter_counts import count_firsts, count_idle, count_own


def classes_of_units(
    tx: Connection,
    chosen: ColumnElement[bool],
    days: Mapping[Period, Mapping[str, Deadlines]],
    *,
    today: date,
) -> defaultdict[tuple[str, Period], Counter[Class]]:
    """Count the months that are on time, late and missing by unit and month.

    `days` are those of months of one fiscal year in every unit. A month that has not begun is
    left out; all that is not counted is not owed.
    """
    classes: defaultdict[tuple[str, Period], Counter[Class]] = defaultdict(Counter)
    begun = [period for period in days if period.first_day <= today]
    if not begun:
        return classes
    sent: Counter[tuple[str, Period]] = Counter()
    for one in count_firsts(tx, chosen, begun):
        place = one.unit_code, one.period
        deadlines = days[one.period][one.unit_code]
        timeliness = one.timeliness or timeliness_of(deadlines, one.reported_on)
        classes[place][Class(timeliness)] += one.projects
        sent[place] += one.projects if one.own_year else 0
    judged = {
        period: {code: judged_on(each, today) for code, each in days[period].items()}
        for period in begun
    }
    idle = count_idle(tx, chosen, judged, running=RUNNING)
    for code, projects in count_own(tx, chosen, begun[0].fiscal_year).items():
        for period in begun:
            missing = projects - sent[code, period] - idle[code, period]
            classes[code, period][Class.MISSING] = missing
    return classes
