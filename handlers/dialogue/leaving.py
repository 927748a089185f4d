"""Going on leave: until when, who reports meanwhile, and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from handlers.dialogue.beginning import put_down
from handlers.dialogue.effects import EndLeave, TakeLeave
from handlers.dialogue.errand_cursors import AboutLeave, Away, LeaveGiven, Leaving, Replacing
from handlers.dialogue.move import Move
from handlers.dialogue.paging import chosen, turn_page
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.thai.dates import read_date
from handlers.thai.reading import Bad
from handlers.thai.text import comparable

LONGEST = timedelta(days=366)
UNTIL = "until."
_FRIDAY = 4


def lost_leave(state: State, world: World) -> Move | None:
    """Put another question where the one on screen is about what is no longer so."""
    match state.cursor:
        case Away() if world.leave is None:
            return put_down(state, world.say("leave.none"))
        case Replacing(people=people) if not world.colleagues.keys() >= set(people):
            return _ask_again(state, world.say("leave.people_changed"))
        case LeaveGiven(stand_in=int(stand_in)) if stand_in not in world.colleagues:
            return _ask_again(state, world.say("leave.people_changed"))
        case _:
            return None


def _ask_again(state: State, note: str) -> Move:
    return Move(replace(state, cursor=Leaving()), (note,))


def begin_leave(state: State, world: World) -> Move:
    """Ask until when the person is away, or what is to become of a leave that is set."""
    return Move(replace(state, cursor=Away() if world.leave else Leaving()))


def quick_days(today: date) -> Mapping[str, date]:
    """Give the days that have buttons; this week's Friday unless it is one of the others."""
    tomorrow = today + timedelta(days=1)
    friday = today + timedelta(days=_FRIDAY - today.weekday())
    week = {"week": friday} if friday > tomorrow else {}
    return {"today": today, "tomorrow": tomorrow, **week}


def answer_day(state: State, text: str, world: World) -> Move:
    """Read the last day of the leave; which day was understood is asked back in any case."""
    reading = read_date(text, today=world.today)
    if isinstance(reading, Bad):
        return _missed(state, world.say("leave.no_day", said=text))
    if reading.value < world.today:
        return _missed(state, world.say("leave.past", said=text))
    if reading.value > world.today + LONGEST:
        return _missed(state, world.say("leave.too_long"))
    return _until(state, reading.value, world)


def answer_name(state: State, cursor: Replacing, text: str, world: World) -> Move:
    """Find who was named, by a part of a name that only one of them bears."""
    named = [one for one in cursor.people if comparable(text) in comparable(world.colleagues[one])]
    if len(named) != 1:
        return _missed(state, world.say("say.choose_a_button"))
    return Move(replace(state, cursor=LeaveGiven(cursor.until, named[0])))


def _missed(state: State, note: str) -> Move:
    return Move(state, (note,), missed=True)


def _until(state: State, until: date, world: World) -> Move:
    people = tuple(world.colleagues)
    cursor = Replacing(until, people) if people else LeaveGiven(until, None)
    return Move(replace(state, cursor=cursor))


def press_leave(state: State, cursor: AboutLeave, choice: str, world: World) -> Move:
    """Do what a button of these questions does."""
    match choice, cursor:
        case "end", Away():
            return replace(put_down(state), effects=(EndLeave(),))
        case "change", Away():
            return Move(replace(state, cursor=Leaving()))
        case day, Leaving():
            return _until(state, date.fromisoformat(day.removeprefix(UNTIL)), world)
        case "more", Replacing(people=people, page=page):
            turned = replace(cursor, page=turn_page(page, len(people)))
            return Move(replace(state, cursor=turned))
        case "nobody", Replacing(until):
            return Move(replace(state, cursor=LeaveGiven(until, None)))
        case number, Replacing(until, people):
            return Move(replace(state, cursor=LeaveGiven(until, chosen(number, people))))
        case _, LeaveGiven(until) if until < world.today:
            return _ask_again(state, world.say("leave.over"))
        case _, LeaveGiven(until, stand_in):
            return replace(put_down(state), effects=(TakeLeave(until, stand_in),))
        case _:
            return Move(state)
