"""What is said of the reports that are still to come, as after one that was sent."""

from __future__ import annotations

from collections.abc import Collection

from handlers.dialogue.state import Filed
from handlers.dialogue.world import Assigned, World
from handlers.wording import say_period
from storage.periods import Period


def still_owed(filed: Filed, world: World) -> tuple[Assigned, ...]:
    """Give what is wanted after a report; the facts may date from just before it."""
    return tuple(
        project
        for project in world.owed
        if project.id != filed.project_id
        or (filed.period != world.period and project.owes(world.period))
    )


def say_received(filed: Filed, world: World) -> str:
    """Tell that a report was received, and of which months others are still owed."""
    say = world.say
    owed = still_owed(filed, world)
    if not owed:
        month = say_period(world.period, say.locale)
        return say("say.filed_all", month=month, revise=say("choice.revise"))
    wanted = {_wanted(project, filed, world) for project in owed}
    return say("say.filed", count=len(owed), months=say_periods(wanted, world))


def say_periods(months: Collection[Period], world: World) -> str:
    """Name months, the oldest first."""
    say = world.say
    return say("say.and").join(say_period(one, say.locale) for one in sorted(months))


def _wanted(project: Assigned, filed: Filed, world: World) -> Period:
    is_sent = project.id == filed.project_id and filed.period in project.late
    return world.period if is_sent else project.wanted(world.period)
