"""Which months of a person's projects take a report today, besides the present one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from sqlalchemy import Connection

from handlers.dialogue.state import Draft
from handlers.dialogue.world import Assigned, World
from handlers.timeliness.classes import RUNNING, may_file
from handlers.timeliness.policies import policy_for
from handlers.timeliness.policy import Deadlines, deadlines_of
from storage.periods import Period
from storage.reopenings import Reopened, reopenings_of

DeadlinesOf = Callable[[str, Period], Deadlines]


def with_months(tx: Connection, world: World, draft: Draft | None) -> World:
    """Add to each project the earlier months that still want a report, and those locked."""
    if not world.projects:
        return world

    @cache
    def deadlines(unit_code: str, period: Period) -> Deadlines:
        return deadlines_of(policy_for(tx, unit_code, period.fiscal_year), period)

    reopened = reopenings_of(tx, [one.id for one in world.projects], today=world.today)
    projects = (
        _with_months(one, reopened, world, draft=draft, deadlines=deadlines)
        for one in world.projects
    )
    return replace(world, projects=tuple(projects))


def _with_months(
    project: Assigned,
    reopened: tuple[Reopened, ...],
    world: World,
    *,
    draft: Draft | None,
    deadlines: DeadlinesOf,
) -> Assigned:
    theirs = {one.period: one for one in reopened if one.project_id == project.id}
    months = {world.period, world.period.previous}
    if project.last is not None:
        months.add(project.last.period)
    if draft is not None and draft.project_id == project.id:
        months.add(draft.period)

    def takes(period: Period, today: date) -> bool:
        days = deadlines(project.unit_code, period)
        return may_file(days, today, reopened=period in theirs)

    locked = frozenset(one for one in months if not takes(one, world.today))
    late = {one.period for one in theirs.values() if not one.used and one.period < world.period}
    last_month = world.period.previous
    if last_month not in locked and _still_wants(project, last_month):
        late.add(last_month)
    return replace(project, late=tuple(sorted(late)), locked=locked)


def _still_wants(project: Assigned, period: Period) -> bool:
    running = project.status in RUNNING and project.fiscal_year == period.fiscal_year
    return running and not project.reported(period)
