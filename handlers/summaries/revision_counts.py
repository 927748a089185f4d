"""Counting what was filed after the lock, unit by unit: a quarter never changes silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection

from handlers.summaries.totals import Revision
from handlers.timeliness.policy import Deadlines
from storage.periods import BANGKOK, Period, fiscal_months
from storage.quarter_revisions import sum_revisions

Days = Mapping[Period, Mapping[str, Deadlines]]
"""The days of each month in each unit, by its code."""


def revisions_of_units(
    tx: Connection, chosen: ColumnElement[bool], periods: Sequence[Period], days: Days
) -> dict[str, Revision]:
    """Count by unit what was filed after the locks; `days` are those of the months.

    A report of one of the months is late by the lock of its month, one of a month before in the
    fiscal year by that of the last, which locks the start as well.
    """
    since = _since_last(periods[0].fiscal_year, periods[0], days[periods[-1]])
    for period, of_units in days.items():
        since |= {(code, period): moment_after(each.locks_after) for code, each in of_units.items()}
    return _counted(tx, chosen, periods, since)


def revisions_since(
    tx: Connection,
    chosen: ColumnElement[bool],
    periods: Sequence[Period],
    last: Mapping[str, Deadlines],
) -> dict[str, Revision]:
    """Count by unit what was filed of months after a later one was locked; `last` are its days."""
    since = _since_last(periods[0].fiscal_year, periods[-1].next, last)
    return _counted(tx, chosen, periods, since)


def _counted(
    tx: Connection,
    chosen: ColumnElement[bool],
    periods: Sequence[Period],
    since: Mapping[tuple[str, Period], datetime],
) -> dict[str, Revision]:
    return {
        one.unit_code: Revision(
            entries=one.entries,
            starts=one.starts,
            projects=one.projects,
            start=one.start,
            end=one.end,
        )
        for one in sum_revisions(tx, chosen, periods, since)
    }


def _since_last(
    fiscal_year: int, until: Period, last: Mapping[str, Deadlines]
) -> dict[tuple[str, Period], datetime]:
    """Give the moment after that lock for all months of a fiscal year before one."""
    return {
        (code, period): moment_after(each.locks_after)
        for period in fiscal_months(fiscal_year)
        if period < until
        for code, each in last.items()
    }


def moment_after(day: date) -> datetime:
    """Give the first moment after a day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BANGKOK)
