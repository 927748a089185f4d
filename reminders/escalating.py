"""Telling supervisors what is late in their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.access import Right, may
from handlers.messages import Codec
from handlers.timeliness.sending_hours import may_speak
from reminders.debts import Debt
from reminders.escalation import LEVELS, escalations
from reminders.late_letters import write_late_letter
from reminders.late_units import describe_late, unheard_below
from reminders.reading import read_debts
from reminders.rules import Rules
from reminders.writing import Letter, send_letters
from storage.first_addresses import first_addresses
from storage.occurrences import Fate, note_occurrences, noted
from storage.owed import Officer, officers
from storage.people import living
from storage.periods import Period
from storage.records import Grant, Occurrence, Role, Worth
from storage.roles import holders_in
from storage.units import all_units

Late = Mapping[Occurrence, tuple[Debt, ...]]


def read_late(
    tx: Connection,
    rules: Rules,
    stand_ins: Mapping[int, int | None],
    *,
    now: datetime,
) -> dict[int, Late]:
    """Read which supervisors have yet to hear what, as far as they may be spoken to now.

    What is late is read only of units of which somebody has yet to hear.
    """
    unheard = _read_unheard(tx, rules, stand_ins, now=now)
    units = {one.subject for one in unheard}
    debts = read_debts(tx, rules, stand_ins, unit_codes=units) if units else ()
    late: defaultdict[tuple[str, Period | None], list[Debt]] = defaultdict(list)
    for debt in debts:
        late[debt.unit_code, debt.period].append(debt)
    found: defaultdict[int, dict[Occurrence, tuple[Debt, ...]]] = defaultdict(dict)
    for one in unheard:
        if theirs := late.get((one.subject, one.period)):
            found[one.recipient_id][one] = tuple(theirs)
    return dict(found)


def _read_unheard(
    tx: Connection, rules: Rules, stand_ins: Mapping[int, int | None], *, now: datetime
) -> list[Occurrence]:
    """Read of which units and months supervisors have yet to hear, if anything is late there."""
    places = rules.late_places()
    if not places:
        return []
    parents = {one.code: one.parent_code for one in all_units(tx)}
    held = holders_in(tx, [Role.SUPERVISOR])
    supervisors = {code: _present(people, stand_ins) for code, people in held.items()}
    heard = noted(tx, kinds=LEVELS, periods={period for _code, period in places})
    wanted = escalations(sorted(places), rules, parents=parents, supervisors=supervisors)
    unheard = [one for one in wanted if one not in heard]
    people = officers(tx, {one.recipient_id for one in unheard}) if unheard else {}
    return [one for one in unheard if _may_hear(people.get(one.recipient_id), rules, now=now)]


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


def _present(people: Iterable[int], stand_ins: Mapping[int, int | None]) -> frozenset[int]:
    """Give these people, and in place of who is away, who stands in."""
    present = {stand_ins.get(one, one) for one in people}
    return frozenset(one for one in present if one is not None and one not in stand_ins)


def _may_hear(officer: Officer | None, rules: Rules, *, now: datetime) -> bool:
    return officer is not None and may_speak(
        rules.policy(officer.unit_code), now, drafting_since=officer.drafting_since
    )
