"""Being on leave and coming back, and telling whoever reports meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from handlers.dialogue.effects import TakeLeave
from handlers.dialogue.world import World
from handlers.messages import Codec, Outgoing
from handlers.telling import tell_person
from handlers.texts import phrases
from handlers.timeliness.policies import policy_for
from handlers.wording import say_span
from storage.absences import absence_of, end_absence, set_absence
from storage.people import person_by_id
from storage.records import Absence, Person, Worth
from storage.waiting_reminders import take_waiting


def take_leave(
    tx: Connection,
    world: World,
    leave: TakeLeave,
    *,
    codecs: Mapping[str, Codec],
) -> Outgoing:
    """Keep a leave and tell the stand-in; gives what to tell the person."""
    today = world.today
    before = _stand_in(tx, world)
    since, until, stand_in = leave.since, leave.until, leave.stand_in
    absence = Absence(world.person.id, since=since, until=until, stand_in_id=stand_in)
    take_waiting(tx, [world.person.id] if since <= today else [])
    set_absence(tx, absence, today=today, now=world.now)
    if before and before.id != stand_in:
        _tell(tx, world, before, "leave.told_over", codecs=codecs)
    span = say_span(since, until, world.say, today=today)
    meanwhile = _stand_in(tx, world)
    if meanwhile is None:
        return Outgoing(world.say("leave.set", span=span))
    told = _tell(tx, world, meanwhile, "leave.told", absence=absence, codecs=codecs)
    key = "leave.set_with" if told else "leave.set_untold"
    return Outgoing(world.say(key, span=span, who=meanwhile.name))


def end_leave(tx: Connection, world: World, *, codecs: Mapping[str, Codec]) -> Outgoing:
    """End the leave and tell the stand-in; gives what to tell the person."""
    before = _stand_in(tx, world)
    leave = absence_of(tx, world.person.id, today=world.today)
    has_begun = leave is not None and leave.since <= world.today
    if not end_absence(tx, world.person.id, today=world.today):
        return Outgoing(world.say("leave.none"))
    if before:
        _tell(tx, world, before, "leave.told_over", codecs=codecs)
    return Outgoing(world.say("leave.ended" if has_begun else "leave.called_off"))


def _stand_in(tx: Connection, world: World) -> Person | None:
    absence = absence_of(tx, world.person.id, today=world.today)
    if absence is None or absence.stand_in_id is None:
        return None
    return person_by_id(tx, absence.stand_in_id)


def _tell(
    tx: Connection,
    world: World,
    stand_in: Person,
    key: str,
    *,
    codecs: Mapping[str, Codec],
    absence: Absence | None = None,
) -> bool:
    """Tell the stand-in in their own language, and give whether there is a way to."""
    say = phrases("dialogue", stand_in.locale)
    span = say_span(absence.since, absence.until, say, today=world.today) if absence else ""
    message = Outgoing(say(key, who=world.person.name, span=span))
    policy = policy_for(tx, stand_in.unit_code, world.period.fiscal_year)
    worth = Worth.REMINDER if policy.line_pushes else Worth.FREE
    return tell_person(tx, stand_in.id, message, codecs=codecs, worth=worth, now=world.now)
