"""Telling supervisors what is late in their units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.access import Right, may
from handlers.messages import Codec
from reminders.late import Late
from reminders.late_letters import write_late_letter
from reminders.late_units import describe_late, unheard_below
from reminders.rules import Rules
from reminders.writing import Letter, send_letters
from storage.first_addresses import first_addresses
from storage.occurrences import Fate, note_occurrences
from storage.owed import officers
from storage.people import living
from storage.periods import Period
from storage.records import Grant, Worth
from storage.units import all_units


def escalate(
    tx: Connection,
    codecs: Mapping[str, Codec],
    rules: Rules,
    late: Mapping[int, Late],
    *,
    away: Collection[int],
    now: datetime,
) -> int:
    """Tell these supervisors what is late, unless another clock did; gives how many are told."""
    addresses = first_addresses(tx, late)
    fates = {
        one: Fate.SAID if addresses[number] else Fate.UNDELIVERABLE
        for number, theirs in late.items()
        for one in theirs
    }
    news = [one for one in note_occurrences(tx, fates, now=now) if fates[one] is Fate.SAID]
    units = describe_late(tx, rules, {one: late[one.recipient_id][one] for one in news}, away=away)
    people = officers(tx, {one.recipient_id for one in news})
    grants = {one.id: one.grants for one in living(tx, people)}
    parents = {one.code: one.parent_code for one in all_units(tx)} if news else {}
    unheard = unheard_below(tx, news, parents)
    paths = {one.subject: tuple(_path(one.subject, parents)) for one in news}
    letters = []
    for number, officer in people.items():
        # Of one unit and month both levels may be due at once.
        places = {(one.period, one.subject): one for one in news if one.recipient_id == number}
        told = [
            replace(
                units[places[place]],
                can_remind=_may_remind(place, grants[number], paths, rules),
                unheard=unheard.get(places[place], ()),
            )
            for place in sorted(places)
        ]
        said = write_late_letter(told, locale=officer.locale, today=rules.today)
        if at := addresses[number]:
            letters.append(Letter(at, said, Worth.URGENT))
    send_letters(tx, codecs, letters, now=now)
    return len(letters)


def _may_remind(
    place: tuple[Period | None, str],
    grants: Collection[Grant],
    paths: Mapping[str, Collection[str]],
    rules: Rules,
) -> bool:
    """Tell whether a reader can remind: who stands in for a supervisor has none of their rights."""
    period, unit_code = place
    assert period is not None
    is_taken = rules.today <= rules.deadlines(unit_code, period).locks_after
    return is_taken and may(Right.REMIND, grants, path=paths[unit_code])


def _path(unit_code: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    while unit_code is not None:
        yield unit_code
        unit_code = parents[unit_code]
