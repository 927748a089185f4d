"""A reminder that fell due in the middle of a draft goes with the answer that ends the draft."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from handlers.dialogue.receipts import say_received
from handlers.dialogue.state import Choosing, Draft, Filed, Idle, State
from handlers.dialogue.world import Assigned, World
from handlers.messages import Outgoing
from handlers.owing.letter import MOST_BUTTONS, Owed, OwedMonth, write_letter
from handlers.texts import phrases
from handlers.timeliness.policies import policy_for
from handlers.timeliness.policy import deadlines_of
from storage.nudges import Nudge
from storage.occurrences import Fate, note_occurrences
from storage.owed import name_projects
from storage.people import living
from storage.periods import Period
from storage.records import Occurrence
from storage.reporters import in_whose_place
from storage.units import units_below


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waited for the end of a draft: steps of the clock, and wishes of supervisors."""

    steps: Mapping[Occurrence, Fate]
    wishes: Sequence[Nudge] = ()


def ends_a_draft(before: State, after: State) -> bool:
    """Tell whether a person comes to the end of what a reminder would have disturbed."""
    was_in_it = before.draft is not None or isinstance(before.cursor, Choosing)
    return was_in_it and after.draft is None and isinstance(after.cursor, Filed | Idle)


def add_reminder(
    tx: Connection,
    waiting: Waiting,
    said: Sequence[Outgoing],
    after: State,
    *,
    told: World,
    current: World,
) -> tuple[Outgoing, ...]:
    """Add to an answer what the person still owes, and note that what waited is said with it.

    `told` are the facts that the answer was written by, `current` those of now. Where the answer
    is a receipt, the list stands in place of its offer of the next project.
    """
    wishes = [one for one in waiting.wishes if _is_wanted(tx, one, current)]
    steps = {one.period for one in waiting.steps if one.period is not None}
    months = {*steps, *(one.period for one in wishes)}
    owed = _owed(current, max(months)) if months else ()
    if not owed:
        return tuple(said)
    new = note_occurrences(tx, waiting.steps, now=current.now)
    if not wishes and not any(waiting.steps[one] is Fate.SAID for one in new):
        return tuple(said)
    *before, answer = said
    answer = _without_offer(answer, after, told)
    room = MOST_BUTTONS - len(answer.choices)
    letter = _write(tx, current, owed, begun=after.waiting, room=room)
    standing = tuple(replace(one, standing=True) for one in letter.choices)
    answer = replace(
        answer,
        text="\n\n".join([answer.text, *_asked(tx, wishes, current), letter.text]),
        ask=letter.ask if answer.ask is None else answer.ask,
        choices=(*standing, *answer.choices),
    )
    return (*before, answer)


def _is_wanted(tx: Connection, wish: Nudge, world: World) -> bool:
    """Tell whether the person still owes anything of what a supervisor waits for."""
    units = units_below(tx, wish.unit_code)
    owed = _owed(world, wish.period)
    return any(month == wish.period and one.unit_code in units for month, one in owed)


def _asked(tx: Connection, wishes: Sequence[Nudge], world: World) -> Iterator[str]:
    if who := ", ".join(one.name for one in living(tx, {one.set_by for one in wishes})):
        yield phrases("reminders", world.say.locale)("asked_by", who=who)


def _owed(world: World, newest: Period) -> tuple[tuple[Period, Assigned], ...]:
    """Give what is owed of months up to one, in the order of a letter of the clock."""
    found = [
        (month, one)
        for one in world.projects
        for month in (*one.late, *((world.period,) if one.owes(world.period) else ()))
        if month <= newest
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def _without_offer(answer: Outgoing, after: State, told: World) -> Outgoing:
    say = told.say
    if not isinstance(after.cursor, Filed):
        return answer
    text = answer.text.removesuffix(say_received(after.cursor, told))
    kept = tuple(one for one in answer.choices if one.id != "next")
    return replace(answer, text=text + say("say.filed_only"), choices=kept)


def _write(
    tx: Connection,
    world: World,
    owed: Sequence[tuple[Period, Assigned]],
    *,
    begun: Collection[Draft],
    room: int,
) -> Outgoing:
    own = world.person.unit_code
    waiting = {(one.project_id, one.period) for one in begun}
    months = sorted({month for month, _project in owed})
    policies = {month: policy_for(tx, own, month.fiscal_year) for month in months}
    days = {
        (code, month): deadlines_of(policy_for(tx, code, month.fiscal_year), month)
        for month, code in {(month, one.unit_code) for month, one in owed}
    }
    named = name_projects(tx, {one.id for _month, one in owed})
    away = in_whose_place(tx, world.person.id, today=world.today)
    return write_letter(
        [
            Owed(
                one.id,
                named[one.id],
                days[one.unit_code, month],
                away.get(one.id),
                (one.id, month) in waiting,
            )
            for month, one in owed
        ],
        [OwedMonth(policies[month], deadlines_of(policies[month], month)) for month in months],
        None,
        policy=policy_for(tx, own, world.period.fiscal_year),
        locale=world.say.locale,
        now=world.now,
        room=room,
    )
