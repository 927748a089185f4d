"""Which months of a person's projects take a report today, besides the present one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import cache

from sqlalchemy import Connection

from handlers.dialogue.happenings import Happening
from handlers.dialogue.hearing import command_heard
from handlers.dialogue.state import IN_A_DRAFT, Asked, State
from handlers.dialogue.world import Assigned, World
from handlers.messages import Press, Text
from handlers.thai.text import clean
from handlers.timeliness.classes import RUNNING, judged_on, may_file
from handlers.timeliness.policies import policy_for
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.periods import Period
from storage.reopenings import Reopened, reopenings_of
from storage.reports import reported_among
from storage.statuses import statuses_on

DeadlinesOf = Callable[[str, Period], Deadlines]


def wants_months(state: State, event: Happening) -> bool:
    """Tell whether a turn may depend on the months.

    In the middle of a draft none does until its last answer leads to the review, or something
    else than an answer is said: the way back may lead to the list.
    """
    if state.draft is None or not isinstance(state.cursor, IN_A_DRAFT):
        return True
    is_last = len(Asked) - len(state.draft.answers) <= 1
    return is_last or not _is_answer(state, event)


def _is_answer(state: State, event: Happening) -> bool:
    match event:
        case Press(ask, choice):
            return ask == state.ask and choice != "back"
        case Text(text):
            return command_heard(clean(text), state.cursor) is None
        case _:
            return False


def with_months(tx: Connection, world: World, also: Collection[tuple[int, Period]] = ()) -> World:
    """Add to each project the earlier months that still want a report, and those locked.

    Of these projects and months, too, it is known whether they are.
    """
    if not world.projects:
        return world

    @cache
    def deadlines(unit_code: str, period: Period) -> Deadlines:
        return deadlines_of(policy_for(tx, unit_code, period.fiscal_year), period)

    reopened = reopenings_of(tx, [one.id for one in world.projects], today=world.today)
    owing = _owing_last_month(tx, world, deadlines)
    projects = (
        _with_months(one, reopened, world, owing=owing, also=also, deadlines=deadlines)
        for one in world.projects
    )
    return replace(world, projects=tuple(projects))


def _owing_last_month(tx: Connection, world: World, deadlines: DeadlinesOf) -> frozenset[int]:
    """Give the projects that still want a report of the month before.

    Whether one does, its status on the due day says, whatever became of it since.
    """
    last_month = world.period.previous
    taken = [
        one
        for one in world.projects
        if one.fiscal_year == last_month.fiscal_year
        and may_file(deadlines(one.unit_code, last_month), world.today, reopened=False)
    ]
    # Whose newest report is a later one may still lack this month's: a page brought the later one.
    ahead = [one.id for one in taken if one.last and one.last.period > last_month]
    reported = {one.id for one in taken if one.reported(last_month)} - set(ahead)
    reported |= reported_among(tx, ahead, last_month) if ahead else set()
    judged: defaultdict[date, list[int]] = defaultdict(list)
    for one in taken:
        if one.id not in reported:
            judged[judged_on(deadlines(one.unit_code, last_month), world.today)].append(one.id)
    return frozenset(
        number
        for day, theirs in judged.items()
        for number, status in statuses_on(tx, day, project_ids=theirs).items()
        if status in RUNNING
    )


def _with_months(
    project: Assigned,
    reopened: tuple[Reopened, ...],
    world: World,
    *,
    owing: Collection[int],
    also: Collection[tuple[int, Period]],
    deadlines: DeadlinesOf,
) -> Assigned:
    theirs = {one.period: one for one in reopened if one.project_id == project.id}
    months = {world.period, world.period.previous}
    if project.last is not None:
        months.add(project.last.period)
    months |= {period for project_id, period in also if project_id == project.id}

    def takes(period: Period, today: date) -> bool:
        days = deadlines(project.unit_code, period)
        return may_file(days, today, reopened=period in theirs)

    locked = frozenset(one for one in months if not takes(one, world.today))
    late = {one.period for one in theirs.values() if not one.used and one.period < world.period}
    last_month = world.period.previous
    if last_month not in locked and project.id in owing:
        late.add(last_month)
    return replace(project, late=tuple(sorted(late)), locked=locked)
