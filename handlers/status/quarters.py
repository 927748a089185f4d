"""A quarter as a screenful: of a unit and all below it, of somebody's projects, or of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from handlers.handout.offers import project_offers, quarter_offers
from handlers.messages import STANDING, Choice, Outgoing
from handlers.status.asker import Asker
from handlers.status.quarter_words import instead_of, quarter_meant
from handlers.status.questions import (
    About,
    Mine,
    OfProject,
    OfUnit,
    ShowQuarter,
    Whole,
    quarter_choice,
)
from handlers.status.showing import those_seen
from handlers.summaries.asking import NotBegun, find_quarter
from handlers.summaries.counting import read_marks, read_totals
from handlers.summaries.project import ProjectSummary
from handlers.summaries.project_text import say_month, tell_project
from handlers.summaries.reading import read_projects
from handlers.summaries.report import previous_quarter, say_quarter
from handlers.summaries.unit_text import say_figure, tell_totals, tell_unit
from handlers.texts import Phrases, phrases
from handlers.thai.telephones import hide_telephones
from storage.periods import Quarter, period_of
from storage.records import Unit
from storage.summaries import fiscal_years
from storage.units import find_unit, names_of_units

UNITS = 8
"""Units that a summary names, those with the most projects first."""

PROJECTS = 8
"""Projects of a person's that are told in a line each."""

WHOLE = 2
"""Projects that are told with all their words."""


def show_quarter(asker: Asker, asked: ShowQuarter) -> Iterator[Outgoing]:
    """Summarise a quarter of all that is asked about; whoever may not see it gets nothing."""
    quarter = asked.quarter or quarter_meant(asker)
    present = period_of(asker.today).quarter
    found = find_quarter(str(quarter), present, fiscal_years(asker.tx))
    if not isinstance(found, Quarter):
        key = "not_begun" if isinstance(found, NotBegun) else "nothing_there"
        yield instead_of(asker, key, str(quarter), found.nearest)
        return
    match asked.about:
        case Whole():
            if asker.own and not asker.in_group:
                yield _of_projects(asker, quarter, asker.own, Mine())
            for root in asker.roots:
                yield _of_unit(asker, quarter, root, Whole() if asker.in_group else None)
        case Mine():
            if asker.in_group:
                return
            yield _of_projects(asker, quarter, asker.own, Mine())
        case OfUnit(code):
            unit = find_unit(asker.tx, code) if code in asker.units else None
            if unit is not None:
                yield _of_unit(asker, quarter, unit, None)
        case OfProject(project_id):
            if those_seen(asker, [project_id]):
                yield _of_projects(asker, quarter, (project_id,), asked.about)
        case _:
            assert_never(asked.about)


def _of_unit(asker: Asker, quarter: Quarter, unit: Unit, about: About | None) -> Outgoing:
    say = phrases("summary", asker.say.locale)
    lines = [say_quarter(quarter, say), say("head.unit", name=unit.name, code=unit.code)]
    lines += _unit_lines(asker, quarter, unit, say)
    offers = () if asker.in_group else quarter_offers(quarter, unit.code, say.locale)
    return _written(asker, lines, quarter, about or OfUnit(unit.code), offers)


def _unit_lines(asker: Asker, quarter: Quarter, unit: Unit, say: Phrases) -> Iterator[str]:
    tx, today = asker.tx, asker.today
    totals = read_totals(tx, quarter.periods, unit.code, today=today)
    if not totals.whole.projects:
        yield say("head.nothing")
        return
    before = read_totals(tx, previous_quarter(quarter).periods, unit.code, today=today)
    marks = read_marks(tx, quarter.periods, unit.code, today=today)
    yield from tell_totals(totals, marks, before, say)
    if marks.unit_targets and not asker.in_group:
        yield asker.say("quarter.unit_indicators")
    if len(totals.units) < 2:
        return
    largest = sorted(totals.units, key=lambda code: (-totals.units[code].projects, code))
    names = names_of_units(tx, largest[:UNITS])
    yield ""
    for code in largest[:UNITS]:
        yield tell_unit(code, names[code], totals.units[code], marks.revised.get(code), say)
    if len(largest) > UNITS:
        yield asker.say("quarter.more_units", count=len(largest) - UNITS)


def _of_projects(
    asker: Asker, quarter: Quarter, numbers: Sequence[int], about: Mine | OfProject
) -> Outgoing:
    say = phrases("summary", asker.say.locale)
    tx, today = asker.tx, asker.today
    found = [
        one
        for one in read_projects(tx, numbers, quarter.periods, today=today)
        if one.recorded.fiscal_year == quarter.fiscal_year or one.entries
    ]
    lines = [say_quarter(quarter, say)]
    if not found:
        lines.append(say("head.nothing"))
    elif len(found) > WHOLE or not asker.full:
        lines += [line for one in found[:PROJECTS] for line in _in_short(one, say)]
        if len(found) > PROJECTS:
            lines.append(asker.say("quarter.more_projects", count=len(found) - PROJECTS))
    else:
        earlier = previous_quarter(quarter)
        ids = (
            [one.recorded.id for one in found] if earlier.fiscal_year == quarter.fiscal_year else []
        )
        then = {
            one.recorded.id: one for one in read_projects(tx, ids, earlier.periods, today=today)
        }
        for one in found:
            told = tell_project(one, then.get(one.recorded.id), say)
            lines += ["", *(hide_telephones(line) if asker.in_group else line for line in told)]
    offers: tuple[Choice, ...] = ()
    if len(found) == 1 and not asker.in_group:
        offers = project_offers(found[0].recorded.code, say.locale)
    return _written(asker, lines, quarter, about, offers)


def _in_short(one: ProjectSummary, say: Phrases) -> Iterator[str]:
    """Say in three lines what became of a project, without its words."""
    recorded = one.recorded
    yield ""
    yield say("told.title", code=recorded.code, name=recorded.name)
    yield "  " + say("told.unit", unit=one.unit, status=say(f"status.{one.status}"))
    months = [say_month(month, say) for month in one.months]
    start = say_figure(one.start)
    yield "  " + say("told.percent", start=start, months=" · ".join(months))


def _written(
    asker: Asker,
    lines: Sequence[str],
    quarter: Quarter,
    about: About | OfProject,
    offers: Sequence[Choice],
) -> Outgoing:
    present = period_of(asker.today).quarter
    years = fiscal_years(asker.tx)
    choices = list(offers)
    for other in (previous_quarter(quarter), quarter.periods[-1].next.quarter):
        if other <= present and other.fiscal_year in years:
            label = asker.say("choice.quarter", quarter=other)
            choices.append(Choice(quarter_choice(other, about), label))
    return Outgoing("\n".join(lines), ask=STANDING if choices else None, choices=tuple(choices))
