"""Handing out what a person asks for in a chat, or asking what exactly, or saying why not."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from handlers.handout import screens
from handlers.handout.desk import MOST_IN_A_WHILE, Desk
from handlers.handout.names import say_form
from handlers.handout.offers import offered_curve
from handlers.handout.wishes import (
    Anything,
    InWords,
    NotUnderstood,
    OfProject,
    OfQuarter,
    OfWholeYear,
    OfYear,
    Wish,
    read_wish,
)
from handlers.messages import Outgoing
from handlers.papers import (
    FileForm,
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from handlers.passes import LIFETIME
from handlers.summaries.asking import find_quarter
from handlers.thai.quarters import split_quarter
from handlers.wording import say_moment
from storage.passes import ProjectPages, UnitPages
from storage.periods import Quarter
from storage.project_places import place_of_code
from storage.records import Unit
from storage.summaries import fiscal_years
from storage.units import find_unit


def hand_out(desk: Desk, wish: Wish) -> Outgoing:
    """Give a person the paper that they ask for, if they may see it, or the next question."""
    match wish:
        case InWords(words):
            return hand_out(desk, read_wish(words, desk.present))
        case Anything(form):
            return _ask_what(desk, form)
        case NotUnderstood(words):
            return _not_understood(desk, words)
        case OfYear():
            return _of_year(desk, wish)
        case OfWholeYear():
            return _of_whole_year(desk, wish)
        case OfQuarter():
            return _of_quarter(desk, wish)
        case OfProject(code, form):
            return _of_project(desk, code, form)
        case ProjectCurve() | UnitOverview() | QuarterFile() | YearFile() | ProjectFile():
            return _bring(desk, wish)
        case _:
            assert_never(wish)


def enclose_curve(desk: Desk, message: Outgoing) -> Outgoing:
    """Let the curve that a button of a message offers come with the message, if it may be seen."""
    curve = offered_curve(message)
    allowed = None if curve is None else desk.allowed(curve)
    if allowed is None or desk.has_enough():
        return message
    return replace(message, enclosed=(desk.enclose(allowed),))


def _ask_what(desk: Desk, form: FileForm | None) -> Outgoing:
    projects, units = desk.projects(), desk.units()
    if not projects and not units:
        return Outgoing(desk.say("refused.nothing_yours"))
    quarters = screens.latest_quarters(desk.present, fiscal_years(desk.tx)) if units else ()
    return screens.ask_what(quarters, projects, desk.say, desk.present, form=form)


def _not_understood(desk: Desk, words: str) -> Outgoing:
    written, rest = split_quarter(words, desk.present)
    if written is None or rest:
        text = desk.say("refused.not_understood", words=words, quarter=desk.present)
        return replace(_ask_what(desk, None), text=text)
    found = find_quarter(written, desk.present, fiscal_years(desk.tx))
    if isinstance(found, Quarter):
        return _of_quarter(desk, OfQuarter(found))
    return screens.say_not_there(desk.say, written, found, None, None)


def _of_year(desk: Desk, wish: OfYear) -> Outgoing:
    found = desk.last_quarter(wish.year)
    if not isinstance(found, Quarter):
        return screens.say_not_there(desk.say, str(wish.year), found, wish.unit_code, wish.form)
    quarters = [Quarter(wish.year, number) for number in range(found.number, 0, -1)]
    if wish.unit_code is not None:
        if not desk.may_open(UnitPages(wish.unit_code)):
            return _not_yours(desk)
        code, form = wish.unit_code, wish.form
        return screens.ask_what(
            quarters, (), desk.say, desk.present, year=wish.year, unit_code=code, form=form
        )
    mine = desk.projects(wish.year)
    units = desk.units()
    if not mine and not units:
        return Outgoing(desk.say("refused.nothing_yours"))
    if not units:
        return screens.ask_what((), mine, desk.say, desk.present, form=wish.form)
    return screens.ask_what(quarters, mine, desk.say, desk.present, year=wish.year, form=wish.form)


def _of_whole_year(desk: Desk, wish: OfWholeYear) -> Outgoing:
    found = desk.last_quarter(wish.year)
    if not isinstance(found, Quarter):
        return screens.say_not_there(desk.say, str(wish.year), found, wish.unit_code, wish.form)
    units = desk.units()
    if wish.unit_code is not None:
        named = find_unit(desk.tx, wish.unit_code)
        units = () if named is None or not desk.may_open(UnitPages(named.code)) else (named,)
    if len(units) > 1:
        return screens.ask_unit_of_year(wish.year, units, desk.say, form=wish.form)
    if not units:
        return _not_yours(desk)
    if wish.form is None or wish.form is FileForm.PAGE:
        return screens.ask_form_of_year(wish.year, units[0], desk.say)
    return _bring(desk, YearFile(wish.year, units[0].code, wish.form))


def _of_quarter(desk: Desk, wish: OfQuarter) -> Outgoing:
    found = find_quarter(str(wish.quarter), desk.present, fiscal_years(desk.tx))
    if not isinstance(found, Quarter):
        return screens.say_not_there(desk.say, str(wish.quarter), found, wish.unit_code, wish.form)
    if wish.unit_code is not None:
        unit = find_unit(desk.tx, wish.unit_code)
        if unit is None or not desk.may_open(UnitPages(unit.code)):
            return _not_yours(desk)
        return _of_unit(desk, found, unit, wish.form)
    units = desk.units()
    if len(units) > 1:
        return screens.ask_unit(found, units, desk.say, form=wish.form)
    if units:
        return _of_unit(desk, found, units[0], wish.form)
    mine = desk.projects(found.fiscal_year)
    if not mine:
        return Outgoing(desk.say("refused.nothing_yours"))
    return screens.ask_project(found, mine, desk.say, form=wish.form)


def _of_unit(desk: Desk, quarter: Quarter, unit: Unit, form: FileForm | None) -> Outgoing:
    if form is None or form is FileForm.PAGE:  # a page is of one project
        return screens.ask_form_of_quarter(quarter, unit, desk.say)
    return _bring(desk, QuarterFile(quarter, unit.code, form))


def _of_project(desk: Desk, code: str, form: FileForm | None) -> Outgoing:
    if form is not None:
        return _bring(desk, ProjectFile(code, form))
    place = place_of_code(desk.tx, code)
    if place is None or not desk.may_open(ProjectPages(code)):
        return _not_yours(desk)
    return screens.ask_form_of_project(code, place.name, desk.say)


def _bring(desk: Desk, paper: Paper) -> Outgoing:
    if isinstance(paper, QuarterFile):
        found = find_quarter(str(paper.quarter), desk.present, fiscal_years(desk.tx))
        if not isinstance(found, Quarter):
            return screens.say_not_there(
                desk.say, str(paper.quarter), found, paper.unit_code, paper.form
            )
    if isinstance(paper, YearFile):
        last = desk.last_quarter(paper.fiscal_year)
        if not isinstance(last, Quarter):
            return screens.say_not_there(
                desk.say, str(paper.fiscal_year), last, paper.unit_code, paper.form
            )
    allowed = desk.allowed(paper)
    if allowed is None:
        return _not_yours(desk)
    if desk.has_enough():
        return Outgoing(desk.say("refused.enough", most=MOST_IN_A_WHILE))
    text = desk.say(
        "bring.file" if isinstance(paper.form, FileForm) else "bring.picture",
        name=allowed.name,
        form=say_form(paper.form, desk.say) if isinstance(paper.form, FileForm) else "",
        moment=say_moment(desk.now, desk.person.locale),
        until=say_moment(desk.now + LIFETIME, desk.person.locale),
    )
    return Outgoing(text, enclosed=(desk.enclose(allowed),))


def _not_yours(desk: Desk) -> Outgoing:
    return Outgoing(desk.say("refused.not_yours"))
