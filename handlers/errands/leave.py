"""Being on leave and coming back, and telling whoever reports meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from handlers.dialogue.world import World
from handlers.messages import Codec, Outgoing
from handlers.telling import tell_person
from handlers.texts import phrases
from handlers.timeliness.policies import policy_for
from handlers.wording import say_day
from storage.absences import absence_of, end_absence, set_absence
from storage.people import person_by_id
from storage.records import Absence, Person, Worth


def take_leave(
    tx: Connection,
    world: World,
    *,
    until: date,
    stand_in: int | None,
    codecs: Mapping[str, Codec],
) -> Outgoing:
    """Keep a leave from today on and tell the stand-in; gives what to tell the person."""
    today = world.today
    before = _stand_in(tx, world)
    absence = Absence(world.person.id, since=today, until=until, stand_in_id=stand_in)
    set_absence(tx, absence, today=today, now=world.now)
    if before and before.id != stand_in:
        _tell(tx, world, before, "leave.told_over", codecs=codecs)
    day = say_day(until, world.say.locale)
    meanwhile = _stand_in(tx, world)
    if meanwhile is None:
        return Outgoing(world.say("leave.set", until=day))
    told = _tell(tx, world, meanwhile, "leave.told", until=until, codecs=codecs)
    key = "leave.set_with" if told else "leave.set_untold"
    return Outgoing(world.say(key, until=day, who=meanwhile.name))


def end_leave(tx: Connection, world: World, *, codecs: Mapping[str, Codec]) -> Outgoing:
    """End the leave and tell the stand-in; gives what to tell the person."""
    before = _stand_in(tx, world)
    if not end_absence(tx, world.person.id, today=world.today):
        return Outgoing(world.say("leave.none"))
    if before:
        _tell(tx, world, before, "leave.told_over", codecs=codecs)
    return Outgoing(world.say("leave.ended"))


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
    until: date | None = None,
) -> bool:
    """Tell the stand-in in their own language, and give whether there is a way to."""
    say = phrases("dialogue", stand_in.locale)
    day = say_day(until, say.locale) if until else ""
    message = Outgoing(say(key, who=world.person.name, until=day))
    policy = policy_for(tx, stand_in.unit_code, world.period.fiscal_year)
    worth = Worth.REMINDER if policy.line_pushes else Worth.FREE
    return tell_person(tx, stand_in.id, message, codecs=codecs, worth=worth, now=world.now)
