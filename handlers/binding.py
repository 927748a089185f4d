"""Binding a group to a unit, and ending that: who may, and what everybody else is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.access import Right, may, units_granted
from handlers.messages import Outgoing
from handlers.oversight.reading import path_of, topmost
from handlers.oversight.shortening import shorten
from handlers.search.finding import find
from handlers.search.found import Allowed, NothingFound, UnitsFound
from handlers.search.keeping import index_for
from handlers.texts import Phrases
from handlers.thai.binding_words import split_full
from storage.group_bindings import Binding, bind_group, find_binding, unbind_group
from storage.records import Person, Unit
from storage.units import all_units, find_unit

NAMED = 5
"""Units that an answer names."""


@dataclass(frozen=True, slots=True)
class Binder:
    """A group in which somebody wants to bind it; `person` is None for whoever is not known.

    `hidden` tells that the platform does not say who it is.
    """

    tx: Connection
    channel: str
    lane: str
    person: Person | None
    hidden: bool
    say: Phrases
    now: datetime

    def binding(self) -> Binding | None:
        """Give what the group is bound to."""
        return find_binding(self.tx, channel=self.channel, lane=self.lane)

    def may_bind(self, unit_code: str) -> bool:
        """Tell whether the person may bind groups to a unit."""
        grants = self.person.grants if self.person else ()
        return may(Right.BIND, grants, path=path_of(self.tx, unit_code))


def bind(binder: Binder, words: str) -> Outgoing:
    """Bind the group to the unit of a code, if the person may, or say what to do."""
    person = binder.person
    if person is None:
        return _who_are_you(binder)
    theirs = topmost(binder.tx, units_granted(person.grants, Right.BIND))
    if not theirs:
        return Outgoing(binder.say("bind.not_yours"))
    wanted, full = split_full(words)
    if not wanted:
        return Outgoing(binder.say("bind.which", units=_named(theirs)))
    unit = _unit_meant(binder, wanted)
    if not isinstance(unit, Unit):
        return unit
    if not binder.may_bind(unit.code):
        return Outgoing(binder.say("bind.not_of_unit", unit=unit.name))
    before = binder.binding()
    if before is not None and not binder.may_bind(before.unit.code):
        return Outgoing(binder.say("bind.bound_to_other", unit=before.unit.name))
    bind_group(
        binder.tx,
        channel=binder.channel,
        lane=binder.lane,
        unit_code=unit.code,
        full=full,
        bound_by=person.id,
        now=binder.now,
    )
    key = "bind.done_full" if full else "bind.done"
    return Outgoing(binder.say(key, unit=unit.name, code=unit.code))


def unbind(binder: Binder) -> Outgoing:
    """End what the group is bound to, if the person may."""
    if binder.person is None:
        return _who_are_you(binder)
    bound = binder.binding()
    if bound is None:
        return Outgoing(binder.say("group.not_bound"))
    if not binder.may_bind(bound.unit.code):
        return Outgoing(binder.say("bind.not_of_unit", unit=bound.unit.name))
    unbind_group(binder.tx, channel=binder.channel, lane=binder.lane)
    return Outgoing(binder.say("bind.ended", unit=bound.unit.name))


def _who_are_you(binder: Binder) -> Outgoing:
    if not binder.hidden:
        return Outgoing(binder.say("bind.stranger"))
    key = f"bind.hidden_{binder.channel}"
    return Outgoing(binder.say(key if binder.say.get(key) else "bind.hidden"))


def _unit_meant(binder: Binder, wanted: str) -> Unit | Outgoing:
    """Find the unit of a code, or of a name that only one bears; else say which are nearest."""
    unit = find_unit(binder.tx, wanted)
    if unit is not None:
        return unit
    allowed = Allowed(None)
    found = find(index_for(binder.tx), wanted, allowed)
    codes: tuple[str, ...] = ()
    if isinstance(found, UnitsFound | NothingFound):
        codes = found.codes
    units = {one.code: one for one in all_units(binder.tx)}
    mine = [units[code] for code in codes if code in units and binder.may_bind(code)]
    if isinstance(found, UnitsFound) and found.exact and len(mine) == 1:
        return mine[0]
    if mine:
        near = _named(mine[:NAMED])
        return Outgoing(binder.say("bind.no_unit_near", words=shorten(wanted), units=near))
    person = binder.person
    assert person is not None  # asked before
    theirs = topmost(binder.tx, units_granted(person.grants, Right.BIND))
    return Outgoing(binder.say("bind.no_unit", words=shorten(wanted), units=_named(theirs)))


def _named(units: list[Unit] | tuple[Unit, ...]) -> str:
    return "\n".join(f"/bind {unit.code} – {unit.name}" for unit in units[:NAMED])
