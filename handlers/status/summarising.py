"""The quarter of what words mean: of a unit or a project, or which of several it is to be."""

from __future__ import annotations

from handlers.messages import STANDING, Choice, Outgoing
from handlers.oversight.shortening import shorten
from handlers.search.found import Found, NothingFound, ProjectsFound, UnitsFound
from handlers.status.asker import Asker
from handlers.status.quarter_words import in_year, quarter_meant, read_words
from handlers.status.quarters import show_quarter
from handlers.status.questions import OfProject, OfUnit, ShowQuarter, quarter_choice
from handlers.status.reading import Told
from handlers.status.searching import (
    SHOWN,
    corrected,
    find_meant,
    how_to_narrow,
    say_how_many,
    unit_labels,
)
from handlers.status.showing import look_at_these, tell_seen
from storage.periods import Quarter
from storage.reports import latest_months_of


def summarise_words(asker: Asker, words: str) -> tuple[Outgoing, ...]:
    """Summarise the quarter, and the unit or the project beside it, that words mean."""
    read, rest = read_words(asker, words)
    if isinstance(read, Outgoing):
        return (read,)
    if not rest:
        return tuple(show_quarter(asker, read)) or (Outgoing(asker.say("list.no_own")),)
    found = find_meant(asker, rest)
    match found:
        case UnitsFound((code,), exact):
            asked = ShowQuarter(read.quarter, OfUnit(code))
        case ProjectsFound((project_id,) as numbers, 1, exact):
            told = tell_seen(asker, look_at_these(asker, numbers), numbers)
            quarter = read.quarter or next((_latest_of(asker, one) for one in told), None)
            asked = ShowQuarter(quarter, OfProject(project_id))
        case _:
            return (_which_summary(asker, rest, found, read.quarter),)
    shown = tuple(show_quarter(asker, asked))
    return shown if exact else corrected(asker, rest, shown)


def _latest_of(asker: Asker, one: Told) -> Quarter:
    """Give the quarter that is meant of a project: of the year that it is, or goes on, in."""
    newest = latest_months_of(asker.tx, one.standing.project_id, limit=1)
    years = [one.standing.fiscal_year, *(report.period.fiscal_year for report in newest)]
    return in_year(quarter_meant(asker), max(years))


def _which_summary(asker: Asker, words: str, found: Found, named: Quarter | None) -> Outgoing:
    """Let it be chosen which of several units or projects is to be summarised."""
    say = asker.say
    codes = () if isinstance(found, ProjectsFound) else found.codes
    numbers = () if isinstance(found, UnitsFound) else found.numbers
    told = tell_seen(asker, look_at_these(asker, numbers), numbers[:SHOWN])
    choices = [
        Choice(quarter_choice(named or quarter_meant(asker), OfUnit(code)), label)
        for code, label in unit_labels(asker, codes[:SHOWN])
    ]
    choices += [
        Choice(
            quarter_choice(named or _latest_of(asker, one), OfProject(one.standing.project_id)),
            say("choice.of_unit", name=shorten(one.standing.name), unit=shorten(one.standing.unit)),
        )
        for one in told
    ]
    if isinstance(found, NothingFound):
        key = "find.nothing_near" if choices else f"find.nothing_{asker.place}"
        text = say(key, words=shorten(words), command="/summary")
    else:
        total = found.total if isinstance(found, ProjectsFound) else len(codes)
        text = say_how_many(asker, found, words)
        text += how_to_narrow(asker, told, total, "/summary", words)
        if len(codes) > SHOWN:
            text += "\n" + say(
                "find.narrow_units", shown=SHOWN, command="/summary", code=codes[SHOWN - 1]
            )
    return Outgoing(text, ask=STANDING if choices else None, choices=tuple(choices))
