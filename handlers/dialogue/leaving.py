"""Going on leave: until when, who reports meanwhile, and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from handlers.dialogue.beginning import put_down
from handlers.dialogue.effects import EndLeave, TakeLeave
from handlers.dialogue.errand_cursors import (
    AboutLeave,
    Away,
    Departing,
    LeaveGiven,
    Leaving,
    Replacing,
)
from handlers.dialogue.move import Move
from handlers.dialogue.paging import chosen, turn_page
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.thai.dates import read_date
from handlers.thai.reading import Bad
from handlers.thai.text import comparable
from handlers.wording import say_day

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


def answer_first_day(state: State, text: str, world: World) -> Move:
    """Read the first day of the leave; which day was understood is asked back in any case."""
    since = _day(state, text, world)
    if isinstance(since, Move):
        return since
    return Move(replace(state, cursor=Leaving(since if since > world.today else None)))


def answer_day(state: State, cursor: Leaving, text: str, world: World) -> Move:
    """Read the last day of the leave; which day was understood is asked back in any case."""
    until = _day(state, text, world)
    if isinstance(until, Move):
        return until
    since = cursor.since or world.today
    if until < since:
        day = say_day(since, world.say.locale)
        return _missed(state, world.say("leave.reversed", said=text, since=day))
    if until > since + LONGEST:
        return _missed(state, world.say("leave.too_long"))
    return _until(state, cursor.since, until, world)


def _day(state: State, text: str, world: World) -> date | Move:
    """Read a day that is neither over nor too far ahead, or say why it is none."""
    reading = read_date(text, today=world.today)
    if isinstance(reading, Bad):
        return _missed(state, world.say("leave.no_day", said=text))
    if reading.value < world.today:
        return _missed(state, world.say("leave.past", said=text))
    if reading.value > world.today + LONGEST:
        return _missed(state, world.say("leave.too_long"))
    return reading.value


def answer_name(state: State, cursor: Replacing, text: str, world: World) -> Move:
    """Find who was named, by a part of a name that only one of them bears."""
    named = [one for one in cursor.people if comparable(text) in comparable(world.colleagues[one])]
    if len(named) != 1:
        return _missed(state, world.say("say.choose_a_button"))
    return Move(replace(state, cursor=LeaveGiven(cursor.until, named[0], cursor.since)))


def _missed(state: State, note: str) -> Move:
    return Move(state, (note,), missed=True)


def _until(state: State, since: date | None, until: date, world: World) -> Move:
    people = tuple(world.colleagues)
    if people:
        return Move(replace(state, cursor=Replacing(until, people, since=since)))
    cursor = LeaveGiven(until, None, since)
    return Move(replace(state, cursor=cursor))


def press_leave(state: State, cursor: AboutLeave, choice: str, world: World) -> Move:
    """Do what a button of these questions does."""
    match choice, cursor:
        case "end", Away():
            return replace(put_down(state), effects=(EndLeave(),))
        case "change", Away():
            return Move(replace(state, cursor=Leaving()))
        case "later_day", Leaving():
            return Move(replace(state, cursor=Departing()))
        case "from_today", Departing():
            return Move(replace(state, cursor=Leaving()))
        case day, Leaving(since):
            return _until(state, since, date.fromisoformat(day.removeprefix(UNTIL)), world)
        case "more", Replacing(people=people, page=page):
            turned = replace(cursor, page=turn_page(page, len(people)))
            return Move(replace(state, cursor=turned))
        case "nobody", Replacing(until, since=since):
            return Move(replace(state, cursor=LeaveGiven(until, None, since)))
        case number, Replacing(until, people, since=since):
            given = LeaveGiven(until, chosen(number, people), since)
            return Move(replace(state, cursor=given))
        case _, LeaveGiven(until) if until < world.today:
            return _ask_again(state, world.say("leave.over"))
        case _, LeaveGiven(until, stand_in, since):
            taken = TakeLeave(until, stand_in, max(since or world.today, world.today))
            return replace(put_down(state), effects=(taken,))
        case _:
            return Move(state)
