"""What a supervisor is told of reports that are late, with the names of all who owe them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.messages import STANDING, Choice, Outgoing, Tone
from handlers.oversight.digest import remind_choice
from handlers.oversight.shortening import shorten
from handlers.owing.letter import working_days
from handlers.texts import Phrases, phrases
from handlers.timeliness.policy import Deadlines, Policy
from handlers.wording import say_day, say_period

MOST_PEOPLE = 60
MOST_BUTTONS = 12


class Note(StrEnum):
    """Why somebody may not have heard a reminder; the values are keys of the wording."""

    NEVER_LINKED = "never_linked"
    OUT_OF_REACH = "out_of_reach"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class LatePerson:
    """One who owes reports, None where nobody reports on the projects named."""

    name: str | None
    projects: tuple[str, ...]
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class LateUnit:
    """What is late in one unit of one month; a project may be owed by several people.

    With `can_remind` whoever reads it can remind them from there. `unheard` are the supervisors who
    should have been told before and have no chat, each with why.
    """

    code: str
    unit: str
    policy: Policy
    deadlines: Deadlines
    projects: int
    people: tuple[LatePerson, ...]
    can_remind: bool = False
    unheard: tuple[tuple[str, Note], ...] = ()


def write_late_letter(units: Sequence[LateUnit], *, locale: str, today: date) -> Outgoing:
    """Write what is late unit by unit, and what to do about it."""
    say = phrases("reminders", locale)
    parts = [say("late.head")]
    left = MOST_PEOPLE
    for one in units:
        shown = one.people[:left]
        left -= len(shown)
        unheard = (
            say("late.unheard", name=name, note=say(f"late.{why}")) for name, why in one.unheard
        )
        people = (_person(say, who) for who in shown)
        parts.append("\n".join([_unit(say, one, today), *unheard, *people]))
    if rest := sum(len(one.people) for one in units) - MOST_PEOPLE + left:
        parts.append(say("late.more", count=rest))
    if not (choices := _choices(say, units)):
        return Outgoing("\n\n".join([*parts, say("late.what_to_do")]))
    parts += [say("late.remind_now"), say("late.what_to_do")]
    return Outgoing("\n\n".join(parts), ask=STANDING, choices=choices)


def _choices(say: Phrases, units: Sequence[LateUnit]) -> tuple[Choice, ...]:
    """Offer to remind the people of each unit; who and what else there is, `/late` tells."""
    offered = [one for one in units if one.can_remind][:MOST_BUTTONS]
    alone = len(units) == 1
    return tuple(
        Choice(
            remind_choice(one.deadlines.period, one.code),
            say("late.remind")
            if alone
            else say(
                "late.remind_unit",
                unit=shorten(one.unit),
                month=say_period(one.deadlines.period, say.locale),
            ),
            Tone.PRIMARY,
        )
        for one in offered
    )


def _unit(say: Phrases, one: LateUnit, today: date) -> str:
    return say(
        "late.unit",
        unit=one.unit,
        month=say_period(one.deadlines.period, say.locale),
        due=say_day(one.deadlines.due_on, say.locale),
        days=working_days(one.policy.calendar, one.deadlines.due_on, today),
        count=one.projects,
    )


def _person(say: Phrases, who: LatePerson) -> str:
    projects = ", ".join(who.projects)
    if who.name is None:
        return say("late.nobody", projects=projects)
    if who.note is None:
        return say("late.person", name=who.name, projects=projects)
    note = say(f"late.{who.note}")
    return say("late.with_note", name=who.name, note=note, projects=projects)
