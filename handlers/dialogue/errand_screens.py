"""What stands on screen at the errands' questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from handlers.dialogue.errand_cursors import (
    Away,
    Departing,
    Errand,
    LeaveGiven,
    Leaving,
    Picking,
    Replacing,
    Restated,
    Restating,
)
from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.figure_screens import figure_text
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason, Locked, Written
from handlers.dialogue.paging import on_page
from handlers.dialogue.restating import MOST
from handlers.dialogue.world import Assigned, World
from handlers.wording import say_day, say_period, say_span


def errand_text(cursor: Errand, world: World) -> str:
    """Put an errand's question into words."""
    if isinstance(cursor, AboutFigures):
        return figure_text(cursor, world)
    say = world.say
    match cursor:
        case Picking():
            return _picking(cursor, world)
        case Restating(project_id):
            project = world.managed[project_id]
            return _head(project, world) + "\n" + say("status.ask", status=_status(project, world))
        case Restated(project_id, status):
            project = world.managed[project_id]
            change = say(
                "status.confirm",
                before=_status(project, world),
                after=say(f"status.{status}"),
                date=say_day(world.today, say.locale),
            )
            return _head(project, world) + "\n" + change
        case Away():
            assert world.leave is not None
            who = world.leave.stand_in or say("leave.nobody")
            span = say_span(world.leave.since, world.leave.until, say, today=world.today)
            return say("leave.ask_away", span=span, who=who)
        case Departing():
            return say("leave.ask_since", example=_day_to_type(world))
        case Leaving(since):
            if since is None:
                return say("leave.ask_until", example=_day_to_type(world))
            return say(
                "leave.ask_until_later",
                since=say_day(since, say.locale),
                example=_day_to_type(world, since),
            )
        case Replacing(until, since=since):
            span = say_span(since, until, say, today=world.today)
            return say("leave.ask_stand_in", span=span)
        case LeaveGiven(until, stand_in, since):
            who = say("leave.nobody") if stand_in is None else world.colleagues[stand_in]
            if since is None or since <= world.today:
                span = say("leave.today_until", until=say_day(until, say.locale))
            else:
                span = say_span(since, until, say, today=world.today)
            return say("leave.confirm", span=span, who=who)
        case Commenting():
            return _about(cursor, say("supervise.ask_comment"), world)
        case GivingReason(_, period):
            month = say_period(period, say.locale)
            return _about(cursor, say("supervise.ask_reason", month=month), world)
        case Declining(_, period):
            month = say_period(period, say.locale)
            return _about(cursor, say("supervise.ask_refusal", month=month), world)
        case Locked(project_id, period):
            head = _head(world.known(project_id), world)
            month = say_period(period, say.locale)
            return head + "\n" + say("supervise.locked", month=month)
        case _:
            assert_never(cursor)


def _head(project: Assigned, world: World) -> str:
    return world.say("header.project", name=project.name, unit=project.unit)


def _about(cursor: Written, question: str, world: World) -> str:
    """Name what is written about: whoever comes back to the question may not know any more."""
    subject = world.subjects.get(cursor)
    return question if subject is None else f"{subject}\n{question}"


def _status(project: Assigned, world: World) -> str:
    return world.say(f"status.{project.status}")


def _picking(cursor: Picking, world: World) -> str:
    say = world.say
    lines = [say("status.ask_which")]
    for number, project_id in on_page(cursor.projects, cursor.page):
        project = world.managed[project_id]
        status = _status(project, world)
        lines.append(
            say(
                "ask.project_line", number=number, name=project.name, unit=project.unit, last=status
            )
        )
    if len(world.supervised) >= MOST:
        lines.append(say("status.more", count=MOST))
    return "\n".join(lines)


def _day_to_type(world: World, since: date | None = None) -> str:
    """Give a day that would be taken, as an example of how to type one."""
    return say_day((since or world.today) + timedelta(days=10), world.say.locale)
