"""Answering what is asked about how projects stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from handlers.messages import STANDING, Card, Choice, Outgoing
from handlers.oversight.reading import month_looked_after
from handlers.oversight.shortening import shorten
from handlers.search.finding import (
    Allowed,
    Found,
    NothingFound,
    ProjectsFound,
    UnitsFound,
    find,
)
from handlers.search.keeping import index_for
from handlers.status.asker import Asker
from handlers.status.cards import ENTRIES, write_card
from handlers.status.lists import PAGE, command_of, project_choices, project_rows, write_list
from handlers.status.quarters import quarter_meant, read_words, show_quarter
from handlers.status.questions import (
    About,
    Find,
    Mine,
    OfProject,
    OfUnit,
    Question,
    ReadQuarter,
    ShowProject,
    ShowProjects,
    ShowQuarter,
    Whole,
    page_choice,
    quarter_choice,
)
from handlers.status.reading import Looked, look_at, read_page, tell_of
from storage.periods import Period, Quarter, period_of
from storage.ranking import Wanted, ranked
from storage.records import Unit
from storage.register_names import project_of_code, units_of_projects
from storage.reports import latest_of
from storage.units import all_units, find_unit, units_below

SHOWN = 10
"""Projects that a search shows at most."""


def answer(asker: Asker, question: Question) -> tuple[Outgoing, ...]:
    """Answer a question, or say politely what would work instead."""
    match question:
        case ShowProjects():
            said = tuple(_show_projects(asker, question))
        case Find():
            said = _show_found(asker, question)
        case ShowProject(project_id):
            said = _show_project(asker, project_id)
        case ShowQuarter(about=OfProject(project_id)):
            allowed = _of_these(asker, [project_id])
            said = tuple(show_quarter(asker, question)) if allowed else ()
        case ShowQuarter():
            said = tuple(show_quarter(asker, question))
        case ReadQuarter(words):
            said = _show_quarter(asker, words)
        case _:
            assert_never(question)
    return said or (Outgoing(asker.say(f"refused.not_here_{_place(asker)}")),)


# --- lists --------------------------------------------------------------------------------------


def _show_projects(asker: Asker, asked: ShowProjects) -> Iterator[Outgoing]:
    match asked.about:
        case Mine():
            if not asker.in_group:
                yield _own_projects(asker, asked)
        case OfUnit(code):
            unit = find_unit(asker.tx, code) if code in asker.units else None
            if unit is not None:
                yield _of_unit(asker, asked, unit)
        case Whole() if asker.in_group:
            yield _of_unit(asker, asked, asker.roots[0])
        case Whole():
            # With a page only what has so many pages is meant.
            if asker.own or not asker.roots:
                yield _own_projects(asker, replace(asked, about=Mine()))
            for root in asker.roots:
                yield _of_unit(asker, replace(asked, about=OfUnit(root.code)), root)
        case _:
            assert_never(asked.about)


def _own_projects(asker: Asker, asked: ShowProjects) -> Outgoing:
    say = asker.say
    if not asker.own:
        return Outgoing(say("list.no_own"))
    period = _month(asker, asker.home)
    looked = look_at(asker.tx, period, today=asker.today, ids=asker.own)
    page = read_page(asker.tx, looked, asked.wanted, asked.page, most=PAGE)
    quarter = quarter_choice(quarter_meant(asker), Mine())
    further = (Choice(quarter, say("choice.summary")),)
    return write_list(asker, page, asked, period, about=say("list.mine"), further=further)


def _of_unit(asker: Asker, asked: ShowProjects, unit: Unit) -> Outgoing:
    period = _month(asker, unit.code)
    below = asker.units if (unit,) == asker.roots else units_below(asker.tx, unit.code)
    looked = look_at(asker.tx, period, today=asker.today, units=below)
    page = read_page(asker.tx, looked, asked.wanted, asked.page, most=PAGE)
    quarter = quarter_choice(quarter_meant(asker), asked.about)
    further = (Choice(quarter, asker.say("choice.summary")),)
    return write_list(asker, page, asked, period, about=unit.name, further=further)


def _month(asker: Asker, unit_code: str | None) -> Period:
    if unit_code is None:
        return period_of(asker.today)
    return month_looked_after(asker.tx, unit_code, asker.today)


# --- one project --------------------------------------------------------------------------------


def _show_project(asker: Asker, project_id: int) -> tuple[Outgoing, ...]:
    found = _of_these(asker, [project_id])
    if not found:
        return ()
    period = _month(asker, found[project_id])
    looked = look_at(asker.tx, period, today=asker.today, ids=[project_id])
    entries = latest_of(asker.tx, [project_id], limit=ENTRIES)
    quarter = quarter_meant(asker)
    told = tell_of(asker.tx, looked, [project_id])
    return tuple(write_card(asker, one, entries, period, quarter) for one in told)


def _of_these(asker: Asker, numbers: Sequence[int]) -> dict[int, str]:
    """Give the units of those projects that may be seen, by number."""
    found = units_of_projects(asker.tx, numbers)
    return {one: code for one, code in found.items() if asker.may_see(one, code)}


# --- words --------------------------------------------------------------------------------------


def _show_found(asker: Asker, asked: Find) -> tuple[Outgoing, ...]:
    found = _find(asker, asked.words)
    match found:
        case UnitsFound((code,), exact):
            about: About = OfUnit(code)
            shown = answer(asker, ShowProjects(asked.wanted, about, asked.page))
            return shown if exact else _corrected(asker, asked.words, shown)
        case UnitsFound(codes):
            return (_which_unit(asker, asked, codes, say_key="find.units"),)
        case ProjectsFound((project_id,), 1, exact):
            shown = _show_project(asker, project_id)
            return shown if exact else _corrected(asker, asked.words, shown)
        case ProjectsFound():
            return (_several(asker, asked, found),)
        case NothingFound():
            return (_nearest(asker, asked, found),)
        case _:
            assert_never(found)


def _find(asker: Asker, words: str) -> Found:
    number = project_of_code(asker.tx, words.strip())
    if number is not None and _of_these(asker, [number]):
        return ProjectsFound((number,), 1)
    index = index_for(asker.tx)
    everything = len(asker.units) >= len(index.units)
    units = None if everything else asker.units
    return find(index, words, Allowed(units, frozenset(asker.own)))


def _corrected(asker: Asker, words: str, shown: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    """Say that it was not found as it was typed."""
    if not shown:
        return ()
    first, *rest = shown
    note = asker.say("find.corrected", words=shorten(words))
    return (replace(first, text=f"{note}\n{first.text}"), *rest)


def _several(asker: Asker, asked: Find, found: ProjectsFound) -> Outgoing:
    """Show the first of many, and how to find the one that is meant."""
    say = asker.say
    period = _month(asker, asker.roots[0].code if asker.roots else asker.home)
    looked = look_at(asker.tx, period, today=asker.today, ids=found.numbers)
    numbers: Sequence[int] = found.numbers[:SHOWN]
    total = found.total
    if asked.wanted is not Wanted.ALL:
        numbers = ranked(asker.tx, looked.among, asked.wanted, first=0, most=SHOWN)
        total = len(numbers)
        if not numbers:
            key = f"find.none_{asked.wanted}"
            return Outgoing(say(key, words=shorten(asked.words), count=found.total))
    told = tell_of(asker.tx, looked, numbers)
    key = "find.several" if found.exact else "find.several_like"
    above = say(key, words=shorten(asked.words), count=f"{total:,}")
    if total > len(told):
        unit = told[-1].standing.unit
        command = command_of(asked.wanted)
        hint = say("find.narrow", shown=len(told), command=command, words=asked.words, unit=unit)
        above += "\n" + hint
    return Outgoing(
        above,
        card=Card(say("find.title"), tuple(project_rows(told, asker))),
        ask=STANDING,
        choices=tuple(project_choices(told, say)),
    )


def _which_unit(asker: Asker, asked: Find, codes: Sequence[str], *, say_key: str) -> Outgoing:
    above = asker.say(say_key, words=shorten(asked.words), count=len(codes))
    return Outgoing(
        above,
        ask=STANDING,
        choices=tuple(_unit_choices(asker, asked.wanted, codes[:SHOWN])),
    )


def _unit_choices(asker: Asker, wanted: Wanted, codes: Collection[str]) -> Iterator[Choice]:
    """Give a button for each unit, with the one above it: many have the same name."""
    units = {unit.code: unit for unit in all_units(asker.tx)}
    for code in codes:
        unit = units[code]
        above = units.get(unit.parent_code or "")
        name = unit.name if above is None else f"{unit.name} · {above.name}"
        label = asker.say("choice.unit", code=code, name=name)
        yield Choice(page_choice(ShowProjects(wanted, OfUnit(code))), label)


def _nearest(asker: Asker, asked: Find, found: NothingFound) -> Outgoing:
    """Say that nothing was found, with what is nearest behind buttons."""
    say = asker.say
    numbers = found.numbers
    told = tell_of(asker.tx, _looked(asker, numbers), numbers) if numbers else ()
    choices = (
        *_unit_choices(asker, asked.wanted, found.codes),
        *project_choices(told, say),
    )
    key = "find.nothing_near" if choices else f"find.nothing_{_place(asker)}"
    text = say(key, words=shorten(asked.words), command=command_of(asked.wanted))
    everything = ShowProjects(asked.wanted, Whole())
    choices += (Choice(page_choice(everything), say(f"choice.{asked.wanted}")),)
    if not told:
        return Outgoing(text, ask=STANDING, choices=choices)
    rows = tuple(project_rows(told, asker))
    return Outgoing(text, card=Card(say("find.nearest"), rows), ask=STANDING, choices=choices)


def _looked(asker: Asker, numbers: Collection[int]) -> Looked:
    period = _month(asker, asker.roots[0].code if asker.roots else asker.home)
    return look_at(asker.tx, period, today=asker.today, ids=numbers)


# --- quarters -----------------------------------------------------------------------------------


def _show_quarter(asker: Asker, words: str) -> tuple[Outgoing, ...]:
    read, rest = read_words(asker, words)
    if isinstance(read, Outgoing):
        return (read,)
    if not rest:
        return tuple(show_quarter(asker, read)) or (_nothing_to_summarise(asker),)
    found = _find(asker, rest)
    quarter = read.quarter or quarter_meant(asker)
    match found:
        case UnitsFound((code,)):
            return tuple(show_quarter(asker, ShowQuarter(quarter, OfUnit(code))))
        case ProjectsFound((project_id,), 1):
            return tuple(show_quarter(asker, ShowQuarter(quarter, OfProject(project_id))))
        case _:
            return (_which_summary(asker, rest, found, quarter),)


def _nothing_to_summarise(asker: Asker) -> Outgoing:
    return Outgoing(asker.say("list.no_own"))


def _which_summary(asker: Asker, words: str, found: Found, quarter: Quarter) -> Outgoing:
    """Let it be chosen which of several units or projects is to be summarised."""
    say = asker.say
    codes = () if isinstance(found, ProjectsFound) else found.codes
    numbers = () if isinstance(found, UnitsFound) else found.numbers
    told = tell_of(asker.tx, _looked(asker, numbers), numbers[:SHOWN]) if numbers else ()
    units = {unit.code: unit.name for unit in all_units(asker.tx)} if codes else {}
    choices = [
        Choice(
            quarter_choice(quarter, OfUnit(code)), say("choice.unit", code=code, name=units[code])
        )
        for code in codes[:SHOWN]
    ]
    choices += [
        Choice(
            quarter_choice(quarter, OfProject(one.standing.project_id)),
            say("choice.of_unit", name=shorten(one.standing.name), unit=shorten(one.standing.unit)),
        )
        for one in told
    ]
    if isinstance(found, NothingFound):
        key = "find.nothing_near" if choices else f"find.nothing_{_place(asker)}"
        text = say(key, words=shorten(words), command="/summary")
    else:
        total = found.total if isinstance(found, ProjectsFound) else len(codes)
        text = say("find.several", words=shorten(words), count=f"{total:,}")
    return Outgoing(text, ask=STANDING if choices else None, choices=tuple(choices))


def _place(asker: Asker) -> str:
    return "group" if asker.in_group else "private"
