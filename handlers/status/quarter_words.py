"""Which quarter is asked for, and what is said where there is none such."""

from __future__ import annotations

from typing import assert_never

from handlers.messages import STANDING, Choice, Outgoing
from handlers.status.asker import Asker
from handlers.status.questions import ShowQuarter, Whole, quarter_choice
from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere, find_quarter
from handlers.summaries.report import previous_quarter
from handlers.texts import phrases
from handlers.thai.quarters import split_quarter
from storage.periods import Quarter, period_of
from storage.summaries import fiscal_years


def quarter_meant(asker: Asker) -> Quarter:
    """Give the quarter that is meant where none is named: the last one that is over.

    In the first quarter that there are projects of, that one.
    """
    present = period_of(asker.today).quarter
    last = previous_quarter(present)
    return last if last.fiscal_year in fiscal_years(asker.tx) else present


def in_year(quarter: Quarter, fiscal_year: int) -> Quarter:
    """Give the quarter of a Buddhist fiscal year that is nearest to another one."""
    return min(max(quarter, Quarter(fiscal_year, 1)), Quarter(fiscal_year, 4))


def read_words(asker: Asker, words: str) -> tuple[ShowQuarter | Outgoing, str]:
    """Read a quarter, or answer why it is none; gives the words beside it as well."""
    present = period_of(asker.today).quarter
    written, rest = split_quarter(words, present)
    whole = Whole()
    if written is None:
        return ShowQuarter(None, whole), rest
    found = find_quarter(written, present, fiscal_years(asker.tx))
    match found:
        case Quarter():
            return ShowQuarter(found, whole), rest
        case NoQuarter(nearest):
            return instead_of(asker, "no_quarter", written, nearest), rest
        case NotBegun(nearest):
            return instead_of(asker, "not_begun", written, nearest), rest
        case NothingThere(nearest):
            return instead_of(asker, "nothing_there", written, nearest), rest
        case _:
            assert_never(found)


def instead_of(asker: Asker, key: str, written: str, nearest: Quarter) -> Outgoing:
    """Say why a quarter cannot be shown, with a button for the nearest one that can."""
    say = phrases("summary", asker.say.locale)
    label = asker.say("choice.quarter", quarter=nearest)
    return Outgoing(
        say(f"refused.{key}", text=written, nearest=nearest),
        ask=STANDING,
        choices=(Choice(quarter_choice(nearest, Whole()), label),),
    )
