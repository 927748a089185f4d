"""Showing what words mean: a unit, a project, several, or what is nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from handlers.messages import STANDING, Card, Choice, Outgoing
from handlers.oversight.shortening import shorten
from handlers.search.finding import find
from handlers.search.found import Allowed, Found, NothingFound, ProjectsFound, UnitsFound
from handlers.search.keeping import index_for
from handlers.status.asker import Asker
from handlers.status.lists import command_of, project_choices, project_rows
from handlers.status.questions import (
    About,
    Find,
    OfUnit,
    ShowProjects,
    Whole,
    page_choice,
)
from handlers.status.reading import Told, count_wanted
from handlers.status.showing import (
    look_at_these,
    show_project,
    show_projects,
    tell_seen,
    those_seen,
)
from storage.project_months import Wanted
from storage.ranking import ranked, tally
from storage.register_names import project_of_code
from storage.units import all_units

SHOWN = 10
"""Projects that a search shows at most."""


def show_found(asker: Asker, asked: Find) -> tuple[Outgoing, ...]:
    """Show what words mean among what whoever asks may see."""
    found = find_meant(asker, asked.words)
    match found:
        case UnitsFound((code,), exact):
            about: About = OfUnit(code)
            shown = tuple(show_projects(asker, ShowProjects(asked.wanted, about, asked.page)))
            return shown if exact else corrected(asker, asked.words, shown)
        case UnitsFound():
            return (_which_unit(asker, asked, found),)
        case ProjectsFound((project_id,), 1, exact):
            shown = show_project(asker, project_id)
            return shown if exact else corrected(asker, asked.words, shown)
        case ProjectsFound():
            return (_several(asker, asked, found),)
        case NothingFound():
            return (_nearest(asker, asked, found),)
        case _:
            assert_never(found)


def find_meant(asker: Asker, words: str) -> Found:
    """Find what words mean among what whoever asks may see."""
    number = project_of_code(asker.tx, words.strip())
    if number is not None and those_seen(asker, [number]):
        return ProjectsFound((number,), 1)
    index = index_for(asker.tx)
    everything = asker.units.issuperset(one.unit.code for one in index.units)
    units = None if everything else asker.units
    return find(index, words, Allowed(units, frozenset(asker.own)))


def corrected(asker: Asker, words: str, shown: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    """Say that it was not found as it was typed."""
    if not shown:
        return ()
    first, *rest = shown
    note = asker.say("find.corrected", words=shorten(words))
    return (replace(first, text=f"{note}\n{first.text}"), *rest)


def _several(asker: Asker, asked: Find, found: ProjectsFound) -> Outgoing:
    """Show the first of many, and how to find the one that is meant."""
    say = asker.say
    looked = look_at_these(asker, found.numbers)
    numbers: Sequence[int] = found.numbers[:SHOWN]
    total = found.total
    if asked.wanted is not Wanted.ALL:
        numbers = ranked(asker.tx, looked.among, asked.wanted, first=0, most=SHOWN)
        total = count_wanted(tally(asker.tx, looked.among), asked.wanted)
        if not numbers:
            key = f"find.none_{asked.wanted}"
            return Outgoing(say(key, words=shorten(asked.words), count=found.total))
    told = tell_seen(asker, looked, numbers)
    above = say_how_many(asker, replace(found, total=total), asked.words)
    above += how_to_narrow(asker, told, total, command_of(asked.wanted), asked.words)
    return Outgoing(
        above,
        card=Card(say("find.title"), tuple(project_rows(told, asker))),
        ask=STANDING,
        choices=tuple(project_choices(told, say)),
    )


def say_how_many(asker: Asker, found: ProjectsFound | UnitsFound, words: str) -> str:
    """Say how many words may mean, and whether they were found as they were typed."""
    if isinstance(found, UnitsFound):
        what, count = "units", len(found.codes)
    else:
        what, count = "several", found.total
    key = f"find.{what}" if found.exact else f"find.{what}_like"
    return asker.say(key, words=shorten(words), count=f"{count:,}")


def how_to_narrow(asker: Asker, told: Sequence[Told], total: int, command: str, words: str) -> str:
    """Say how fewer are found, where there are more than are shown."""
    if total <= len(told) or not told:
        return ""
    unit = told[-1].standing.unit
    return "\n" + asker.say(
        "find.narrow", shown=len(told), command=command, words=shorten(words), unit=unit
    )


def _which_unit(asker: Asker, asked: Find, found: UnitsFound) -> Outgoing:
    codes = found.codes
    above = say_how_many(asker, found, asked.words)
    if len(codes) > SHOWN:
        command = command_of(asked.wanted)
        above += "\n" + asker.say(
            "find.narrow_units", shown=SHOWN, command=command, code=codes[SHOWN - 1]
        )
    return Outgoing(
        above,
        ask=STANDING,
        choices=tuple(_unit_choices(asker, asked.wanted, codes[:SHOWN])),
    )


def _unit_choices(asker: Asker, wanted: Wanted, codes: Collection[str]) -> Iterator[Choice]:
    """Give a button for each unit."""
    for code, label in unit_labels(asker, codes):
        yield Choice(page_choice(ShowProjects(wanted, OfUnit(code))), label)


def unit_labels(asker: Asker, codes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Name units on buttons, by code, each with the one above it: many have the same name."""
    units = {unit.code: unit for unit in all_units(asker.tx)} if codes else {}
    for code in codes:
        unit = units[code]
        above = units.get(unit.parent_code or "")
        name = unit.name if above is None else f"{unit.name} · {above.name}"
        yield code, asker.say("choice.unit", code=code, name=name)


def _nearest(asker: Asker, asked: Find, found: NothingFound) -> Outgoing:
    """Say that nothing was found, with what is nearest behind buttons."""
    say = asker.say
    numbers = found.numbers
    told = tell_seen(asker, look_at_these(asker, numbers), numbers)
    choices = (
        *_unit_choices(asker, asked.wanted, found.codes),
        *project_choices(told, say),
    )
    key = "find.nothing_near" if choices else f"find.nothing_{asker.place}"
    text = say(key, words=shorten(asked.words), command=command_of(asked.wanted))
    everything = ShowProjects(asked.wanted, Whole())
    choices += (Choice(page_choice(everything), say(f"choice.{asked.wanted}")),)
    if not told:
        return Outgoing(text, ask=STANDING, choices=choices)
    rows = tuple(project_rows(told, asker))
    return Outgoing(text, card=Card(say("find.nearest"), rows), ask=STANDING, choices=choices)
