"""Putting a reminder off."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.dialogue.snoozing import later
from handlers.dialogue.world import World
from handlers.messages import Outgoing
from handlers.timeliness.policies import policy_for
from handlers.timeliness.policy import deadlines_of
from handlers.wording import say_day, say_moment
from storage.snoozes import snooze_until
from storage.waiting_reminders import take_waiting


def snooze(tx: Connection, world: World, wish: str) -> Outgoing:
    """Let the person hear later, and tell when; the first due day of what they owe is the limit."""
    say = world.say
    own = world.person.unit_code
    owed = {(project.unit_code, project.wanted(world.period)) for project in world.owed}
    if not owed:
        return Outgoing(say("snooze.nothing"))
    # The steps go by the person's own unit, what is in time by that of the project.
    limits = owed | {(own, month) for _code, month in owed}
    due_on = min(
        deadlines_of(policy_for(tx, code, month.fiscal_year), month).due_on
        for code, month in limits
    )
    policy = policy_for(tx, own, world.period.fiscal_year)
    due = say_day(due_on, say.locale)
    put_off = later(wish, policy, due_on=due_on, now=world.now)
    if put_off is None:
        return Outgoing(say("snooze.too_late", due=due))
    take_waiting(tx, [world.person.id])
    snooze_until(tx, world.person.id, until=put_off.at, now=world.now)
    key = "snooze.capped" if put_off.capped else "snooze.set"
    return Outgoing(say(key, due=due, when=say_moment(put_off.at, say.locale)))
