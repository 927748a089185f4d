"""Counting the classes of many projects' months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection

from handlers.timeliness.classes import RUNNING, Class, judged_on, timeliness_of
from handlers.timeliness.policy import Deadlines
from storage.quarter_counts import count_firsts, count_silent


def count_classes(
    tx: Connection,
    chosen: ColumnElement[bool],
    deadlines: Mapping[str, Deadlines],
    *,
    projects: int,
    fiscal_year: int,
    today: date,
) -> Counter[Class]:
    """Count the projects of a fiscal year that are chosen by the class of a month.

    The days are those of the month in each unit.
    """
    classes: Counter[Class] = Counter()
    period = next(iter(deadlines.values())).period
    for one in count_firsts(tx, chosen, [period]):
        days = deadlines[one.unit_code]
        classes[Class(one.timeliness or timeliness_of(days, one.reported_on))] += one.projects
    # Of another year, or before it begins, no report is owed.
    if period.fiscal_year == fiscal_year and period.first_day <= today:
        judged = {code: judged_on(days, today) for code, days in deadlines.items()}
        silent = count_silent(tx, chosen, {period: judged}, running=RUNNING)
        classes[Class.MISSING] = sum(silent.values())
    classes[Class.NOT_OWED] = projects - classes.total()
    return classes
