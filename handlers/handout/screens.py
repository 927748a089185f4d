"""What is asked where a person did not say which paper, in buttons that never grow stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import assert_never

from handlers.handout.names import say_form
from handlers.handout.wishes import paper_choice, project_choice, quarter_choice, year_choice
from handlers.messages import STANDING, Choice, Outgoing, Tone
from handlers.oversight.shortening import shorten
from handlers.papers import (
    FileForm,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere
from handlers.texts import Phrases
from storage.periods import Quarter
from storage.records import Unit

SHOWN = 8
"""Buttons for projects or units; whoever has more types the code."""

QUARTERS = 4
OF_A_QUARTER = (FileForm.PDF, FileForm.XLSX, FileForm.CSV, FileForm.PASTE, FileForm.JSON)
OF_A_PROJECT = (FileForm.PDF, FileForm.XLSX, FileForm.CSV, FileForm.PAGE, FileForm.JSON)


@dataclass(frozen=True, slots=True)
class Listed:
    """A project to choose."""

    code: str
    name: str


def ask_what(
    quarters: Sequence[Quarter],
    projects: Sequence[Listed],
    say: Phrases,
    present: Quarter,
    *,
    year: int | None = None,
    unit_code: str | None = None,
    form: FileForm | None = None,
) -> Outgoing:
    """Ask which quarter is wanted, of a unit or of those looked after, or which project.

    With `year` that whole fiscal year can be chosen as well. `present` is what can be typed, too.
    """
    choices = []
    if year is not None:
        choices.append(Choice(year_choice(year, unit_code, form), say("choice.year", year=year)))
    choices += [
        Choice(quarter_choice(one, unit_code, form), _say_quarter(one, say)) for one in quarters
    ]
    choices += _projects(projects, form, say)
    return _asking(say("ask.what", quarter=present), choices, say, more=len(projects) > SHOWN)


def ask_project(
    quarter: Quarter, projects: Sequence[Listed], say: Phrases, *, form: FileForm | None
) -> Outgoing:
    """Ask of which project the report is wanted: a quarter's summary is of whole units."""
    text = say("ask.project", number=quarter.number, year=quarter.fiscal_year)
    return _asking(text, list(_projects(projects, form, say)), say, more=len(projects) > SHOWN)


def ask_unit(
    quarter: Quarter, units: Sequence[Unit], say: Phrases, *, form: FileForm | None
) -> Outgoing:
    """Ask of which unit a quarter is wanted."""
    text = say("ask.unit", number=quarter.number, year=quarter.fiscal_year)
    choices = [
        Choice(quarter_choice(quarter, unit.code, form), shorten(unit.name))
        for unit in units[:SHOWN]
    ]
    return _asking(text, choices, say, more=len(units) > SHOWN)


def ask_unit_of_year(
    year: int, units: Sequence[Unit], say: Phrases, *, form: FileForm | None
) -> Outgoing:
    """Ask of which unit a fiscal year is wanted."""
    choices = [
        Choice(year_choice(year, unit.code, form), shorten(unit.name)) for unit in units[:SHOWN]
    ]
    return _asking(say("ask.unit_of_year", year=year), choices, say, more=len(units) > SHOWN)


def ask_form_of_year(year: int, unit: Unit, say: Phrases) -> Outgoing:
    """Ask in which form a fiscal year of a unit is wanted."""
    papers = [YearFile(year, unit.code, form) for form in OF_A_QUARTER]
    picture = Choice(
        paper_choice(UnitOverview(unit.code, year)), say("choice.overview"), Tone.PRIMARY
    )
    choices = (picture, *(Choice(paper_choice(one), say_form(one.form, say)) for one in papers))
    text = say("ask.form_of_quarter", quarter=say("choice.year", year=year), unit=unit.name)
    return Outgoing(text, ask=STANDING, choices=choices)


def ask_form_of_quarter(quarter: Quarter, unit: Unit, say: Phrases) -> Outgoing:
    """Ask in which form a quarter of a unit is wanted."""
    papers = [QuarterFile(quarter, unit.code, form) for form in OF_A_QUARTER]
    overview = UnitOverview(unit.code, quarter.fiscal_year)
    picture = Choice(paper_choice(overview), say("choice.overview"), Tone.PRIMARY)
    choices = [picture, *(Choice(paper_choice(one), say_form(one.form, say)) for one in papers)]
    text = say("ask.form_of_quarter", quarter=_say_quarter(quarter, say), unit=unit.name)
    return Outgoing(text, ask=STANDING, choices=tuple(choices))


def ask_form_of_project(code: str, name: str, say: Phrases) -> Outgoing:
    """Ask in which form the report of a project is wanted."""
    papers = [ProjectFile(code, form) for form in OF_A_PROJECT]
    picture = Choice(paper_choice(ProjectCurve(code)), say("choice.curve"), Tone.PRIMARY)
    choices = [picture, *(Choice(paper_choice(one), say_form(one.form, say)) for one in papers)]
    text = say("ask.form_of_project", code=code, name=name)
    return Outgoing(text, ask=STANDING, choices=tuple(choices))


def offer_quarter(
    text: str,
    nearest: Quarter,
    say: Phrases,
    *,
    unit_code: str | None = None,
    form: FileForm | None = None,
) -> Outgoing:
    """Say why a quarter is not to be had, with the nearest one that is."""
    choice = Choice(quarter_choice(nearest, unit_code, form), _say_quarter(nearest, say))
    return Outgoing(text, ask=STANDING, choices=(choice,))


def say_not_there(
    say: Phrases,
    text: str,
    why: NoQuarter | NotBegun | NothingThere,
    unit_code: str | None,
    form: FileForm | None,
) -> Outgoing:
    """Say why what was asked for as `text` is not there, with the nearest quarter that is."""
    match why:
        case NoQuarter():
            said = say("refused.no_quarter", text=text)
        case NotBegun():
            said = say("refused.not_begun", text=text)
        case NothingThere():
            said = say("refused.nothing_there", text=text)
        case _:
            assert_never(why)
    return offer_quarter(said, why.nearest, say, unit_code=unit_code, form=form)


def latest_quarters(present: Quarter, years: Sequence[int]) -> tuple[Quarter, ...]:
    """Give the newest quarters that have begun, of years with projects, the newest first."""
    begun = (
        Quarter(year, number)
        for year in sorted(years, reverse=True)
        for number in (4, 3, 2, 1)
        if Quarter(year, number) <= present
    )
    return tuple(islice(begun, QUARTERS))


def _projects(projects: Sequence[Listed], form: FileForm | None, say: Phrases) -> Iterator[Choice]:
    for one in projects[:SHOWN]:
        wanted = (
            project_choice(one.code) if form is None else paper_choice(ProjectFile(one.code, form))
        )
        yield Choice(wanted, say("choice.project", name=shorten(one.name)))


def _asking(text: str, choices: Sequence[Choice], say: Phrases, *, more: bool) -> Outgoing:
    said = f"{text}\n{say('ask.more')}" if more else text
    return Outgoing(said, ask=STANDING if choices else None, choices=tuple(choices))


def _say_quarter(quarter: Quarter, say: Phrases) -> str:
    return say("choice.quarter", number=quarter.number, year=quarter.fiscal_year)
