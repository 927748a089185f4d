"""The quarter summary of a unit as text, with every word there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from handlers.summaries.counting import read_marks, read_totals
from handlers.summaries.project_text import say_short_month, tell_project, tell_result
from handlers.summaries.reading import read_projects, read_summaries
from handlers.summaries.targets import results_of
from handlers.summaries.unit_text import tell_totals, tell_unit
from handlers.texts import Phrases
from storage.periods import BUDDHIST_OFFSET, Quarter
from storage.records import Unit
from storage.unit_indicators import indicators_of_units
from storage.units import names_of_units, units_below

LISTED = 100


def report_quarter(
    tx: Connection, quarter: Quarter, unit: Unit | None, say: Phrases, *, today: date
) -> Iterator[str]:
    """Tell the lines of the summary of a unit and all below it; no unit is all of them.

    Projects are told one by one where there are at most LISTED.
    """
    code = None if unit is None else unit.code
    totals = read_totals(tx, quarter.periods, code, today=today)
    yield say_quarter(quarter, say)
    if unit is None:
        yield say("head.city")
    else:
        yield say("head.unit", name=unit.name, code=unit.code)
    if not totals.whole.projects:
        yield say("head.nothing")
        return
    before = previous_quarter(quarter)
    marks = read_marks(tx, quarter.periods, code, today=today)
    then_totals = read_totals(tx, before.periods, code, today=today)
    yield from tell_totals(totals, marks, then_totals, say)
    yield from _unit_indicators(tx, quarter, code, say)
    if len(totals.units) > 1:
        yield ""
        names = names_of_units(tx, [*totals.units])
        for below in sorted(totals.units):
            counts, revision = totals.units[below], marks.revised.get(below)
            yield tell_unit(below, names[below], counts, revision, say)
    if totals.whole.projects > LISTED:
        yield ""
        yield say("head.many", count=f"{totals.whole.projects:,}")
        return
    now = tuple(read_summaries(tx, quarter.periods, code, today=today))
    # A new fiscal year starts over, so that nothing can be compared.
    same_year = before.fiscal_year == quarter.fiscal_year
    ids = [one.recorded.id for one in now] if same_year else []
    then = {one.recorded.id: one for one in read_projects(tx, ids, before.periods, today=today)}
    for one in now:
        yield ""
        yield from tell_project(one, then.get(one.recorded.id), say)


def _unit_indicators(
    tx: Connection, quarter: Quarter, code: str | None, say: Phrases
) -> Iterator[str]:
    """Tell what units answer for one by one, where that is no long list."""
    units = None if code is None else units_below(tx, code)
    found = indicators_of_units(tx, units, quarter.fiscal_year)
    if not 0 < len(found) <= LISTED:
        return
    yield ""
    for one in found:
        [result] = results_of([one.indicator], quarter.number)
        yield say("told.of_unit", unit=one.unit, said=tell_result(result, say))


def previous_quarter(quarter: Quarter) -> Quarter:
    return quarter.periods[0].previous.quarter


def say_quarter(quarter: Quarter, say: Phrases) -> str:
    """Name a quarter with its months."""
    first, _, last = quarter.periods
    names = [say_short_month(month, say.locale) for month in (first, last)]
    year = last.year + (BUDDHIST_OFFSET if say.locale == "th" else 0)
    months = f"{names[0]}–{names[1]} {year}"
    return say("head.quarter", number=quarter.number, year=quarter.fiscal_year, months=months)
