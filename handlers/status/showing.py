"""Showing projects: a page of a unit's or of somebody's own, or a single one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from handlers.handout.offers import overview_offer
from handlers.messages import Choice, Outgoing
from handlers.oversight.reading import month_looked_after
from handlers.status.asker import Asker
from handlers.status.cards import ENTRIES, write_card
from handlers.status.lists import PAGE, write_list
from handlers.status.missed import read_missed
from handlers.status.quarter_words import quarter_meant
from handlers.status.questions import (
    Mine,
    OfUnit,
    ShowProjects,
    Whole,
    quarter_choice,
)
from handlers.status.reading import Looked, Told, look_at, read_page, tell_of
from storage.out_of_reach import OutOfReach, reporters_out_of_reach
from storage.periods import Period, period_of
from storage.records import Unit
from storage.register_names import units_of_projects
from storage.reports import latest_months_of
from storage.units import find_unit, units_below


def show_projects(asker: Asker, asked: ShowProjects) -> Iterator[Outgoing]:
    """Show a page of projects; nothing of what whoever asks may not see."""
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
    period = month_for(asker, asker.home)
    looked = look_at(asker.tx, period, today=asker.today, ids=asker.own_in(period.fiscal_year))
    page = read_page(asker.tx, looked, asked.wanted, asked.page, most=PAGE)
    quarter = quarter_choice(quarter_meant(asker), Mine())
    further = [Choice(quarter, say("choice.summary"))]
    if asker.drafted:
        further.insert(0, Choice("continue", say("choice.continue")))
    return write_list(asker, page, asked, period, about=say("list.mine"), further=further)


def _of_unit(asker: Asker, asked: ShowProjects, unit: Unit) -> Outgoing:
    period = month_for(asker, unit.code)
    below = asker.units if (unit,) == asker.roots else units_below(asker.tx, unit.code)
    looked = look_at(asker.tx, period, today=asker.today, units=below)
    page = read_page(asker.tx, looked, asked.wanted, asked.page, most=PAGE)
    quarter = quarter_choice(quarter_meant(asker), asked.about)
    further = [Choice(quarter, asker.say("choice.summary"))]
    if not asker.in_group:
        further.append(overview_offer(unit.code, period.fiscal_year, asker.say.locale))
    return write_list(asker, page, asked, period, about=unit.name, further=tuple(further))


def month_for(asker: Asker, unit_code: str | None) -> Period:
    """Give the month that a unit is waiting for, the present one where no unit is known."""
    if unit_code is None:
        return period_of(asker.today)
    return month_looked_after(asker.tx, unit_code, asker.today)


def show_project(asker: Asker, project_id: int) -> tuple[Outgoing, ...]:
    """Show the card of a project; nothing of one that whoever asks may not see."""
    found = those_seen(asker, [project_id])
    if not found:
        return ()
    period = month_for(asker, found[project_id])
    looked = look_at(asker.tx, period, today=asker.today, ids=[project_id])
    entries = latest_months_of(asker.tx, project_id, limit=ENTRIES)
    quarter = quarter_meant(asker)
    unreached: tuple[OutOfReach, ...] = ()
    if asker.may_remind(found[project_id]):
        unreached = reporters_out_of_reach(asker.tx, project_id)
    told = tell_of(asker.tx, looked, [project_id])
    missed = read_missed(asker, project_id, period)
    return tuple(
        write_card(asker, one, entries, period, quarter, missed=missed, unreached=unreached)
        for one in told
    )


def those_seen(asker: Asker, numbers: Sequence[int]) -> dict[int, str]:
    """Give the units of those projects that may be seen, by number."""
    found = units_of_projects(asker.tx, numbers)
    return {one: code for one, code in found.items() if asker.may_see(one, code)}


def look_at_these(asker: Asker, numbers: Collection[int]) -> Looked:
    """Look at projects of whatever unit, in the month that whoever asks waits for."""
    period = month_for(asker, asker.roots[0].code if asker.roots else asker.home)
    return look_at(asker.tx, period, today=asker.today, ids=numbers)


def tell_seen(asker: Asker, looked: Looked, numbers: Collection[int]) -> tuple[Told, ...]:
    """Say how those projects stand that may be seen: the index may be behind the register."""
    told = tell_of(asker.tx, looked, numbers)
    return tuple(
        one for one in told if asker.may_see(one.standing.project_id, one.standing.unit_code)
    )
