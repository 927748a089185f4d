"""What somebody at the command line asks about: a quarter, a unit, or a sentence why not."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import assert_never

from sqlalchemy import Connection

from bot.refusals import Refused
from handlers.summaries.asking import (
    NoQuarter,
    NotBegun,
    NothingThere,
    find_quarter,
    nearest_quarter,
)
from handlers.texts import phrases
from storage.periods import Quarter, period_of
from storage.records import Unit
from storage.summaries import fiscal_years
from storage.units import all_units, find_unit


def ask_quarter(tx: Connection, text: str, *, today: date, locale: str) -> Quarter:
    """Give the quarter that a text names; raises Refused with the nearest one that there is."""
    say = phrases("summary", locale)
    found = find_quarter(text, period_of(today).quarter, fiscal_years(tx))
    match found:
        case Quarter():
            return found
        case NoQuarter(nearest):
            raise Refused(say("refused.no_quarter", text=text, nearest=nearest))
        case NotBegun(nearest):
            raise Refused(say("refused.not_begun", text=text, nearest=nearest))
        case NothingThere(nearest):
            raise Refused(say("refused.nothing_there", text=text, nearest=nearest))
        case _:
            assert_never(found)


def ask_year(tx: Connection, year: int, *, today: date, locale: str) -> None:
    """See that there are projects of a fiscal year; raises Refused with the nearest that has."""
    years = fiscal_years(tx)
    present = period_of(today).quarter
    if year in years and year <= present.fiscal_year:
        return
    nearest = nearest_quarter(Quarter(year, 1), present, years).fiscal_year
    key = "refused.year_not_begun" if year > present.fiscal_year else "refused.nothing_in_year"
    raise Refused(phrases("summary", locale)(key, text=str(year), nearest=nearest))


def ask_unit(tx: Connection, code: str | None, *, locale: str) -> Unit | None:
    """Give the unit of a code, None for none; raises Refused with the nearest one that there is."""
    if code is None:
        return None
    found = find_unit(tx, code)
    if found is not None:
        return found
    say = phrases("summary", locale)
    units = {unit.code: unit.name for unit in all_units(tx)}
    near = get_close_matches(code, units, n=1, cutoff=0.5)
    if near:
        named = f"{near[0]} {units[near[0]]}"
        raise Refused(say("refused.no_unit_near", code=code, near=named))
    raise Refused(say("refused.no_unit", code=code))
