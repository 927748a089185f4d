"""The buttons of the errands' questions."""

from __future__ import annotations

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
from handlers.dialogue.figure_choices import figure_choices
from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.leaving import UNTIL, quick_days
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason, Locked
from handlers.dialogue.paging import number_choices
from handlers.dialogue.restating import STATUS
from handlers.dialogue.world import World
from handlers.messages import Choice
from storage.records import ProjectStatus


def errand_choices(cursor: Errand, world: World) -> tuple[Choice, ...]:
    """Give the buttons of an errand's question, in the order in which they are numbered."""
    if isinstance(cursor, AboutFigures):
        return figure_choices(cursor, world)
    say = world.say
    cancel = Choice("cancel", say("choice.cancel"))
    match cursor:
        case Picking(projects, page):
            names = [world.managed[one].name for one in projects if one in world.managed]
            return (*number_choices(names, page, say, more=say("choice.more")), cancel)
        case Restating():
            # "Cancel" alone would be read as a cancelled project.
            stays = Choice("cancel", say("choice.stays"))
            return (*(_status(status, world) for status in ProjectStatus), stays)
        case Away():
            return (_plain("end", world), _plain("change", world), cancel)
        case Departing():
            return (_plain("from_today", world), cancel)
        case Leaving(None):
            days = quick_days(world.today).items()
            quick = (Choice(f"{UNTIL}{day}", say(f"choice.{key}")) for key, day in days)
            return (*quick, _plain("later_day", world), cancel)
        case Leaving(since):
            one = Choice(f"{UNTIL}{since}", say("choice.that_day_only"))
            return (one, _plain("later_day", world), cancel)
        case Replacing(people=people, page=page):
            names = [world.colleagues[one] for one in people if one in world.colleagues]
            numbered = number_choices(names, page, say, more=say("choice.more_people"))
            return (*numbered, _plain("nobody", world), cancel)
        case Restated() | LeaveGiven():
            return (_plain("yes", world), _plain("no", world), cancel)
        case Commenting() | GivingReason() | Declining():
            return (cancel,)
        case Locked():
            return (_plain("ask_reopening", world), cancel)
        case _:
            assert_never(cursor)


def _plain(key: str, world: World) -> Choice:
    return Choice(key, world.say(f"choice.{key}"))


def _status(status: ProjectStatus, world: World) -> Choice:
    return Choice(f"{STATUS}{status}", world.say(f"choice.status_{status}"))
