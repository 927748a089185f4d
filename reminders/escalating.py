"""Telling supervisors what is late in their units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.access import Right, may
from handlers.messages import Codec
from reminders.debts import Debt
from reminders.escalation import ABOVE, levels_above
from reminders.late import Late
from reminders.late_letters import LatePerson, LateUnit, Note, write_late_letter
from reminders.rules import Rules
from reminders.writing import Letter, send_letters
from storage.first_addresses import first_addresses
from storage.occurrences import Fate, note_occurrences
from storage.owed import name_projects, officers, reach_of
from storage.people import living
from storage.periods import Period
from storage.records import Grant, Occurrence, Role, Worth
from storage.roles import holders_in
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
    units = _describe(tx, rules, {one: late[one.recipient_id][one] for one in news}, away=away)
    people = officers(tx, {one.recipient_id for one in news})
    grants = {one.id: one.grants for one in living(tx, people)}
    parents = {one.code: one.parent_code for one in all_units(tx)} if news else {}
    unheard = _unheard(tx, news, parents)
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


def _describe(
    tx: Connection, rules: Rules, news: Late, *, away: Collection[int]
) -> dict[Occurrence, LateUnit]:
    """Put into words what is late in each unit; all that they name is read at once."""
    debts = {debt for theirs in news.values() for debt in theirs}
    projects = name_projects(tx, {debt.project_id for debt in debts})
    reporters = {debt.reporter_id for debt in debts if debt.reporter_id is not None}
    people, reach = officers(tx, reporters), reach_of(tx, reporters)
    units = {one.code: one for one in all_units(tx)}

    def person(number: int | None, theirs: Sequence[Debt]) -> LatePerson:
        names = tuple(projects[debt.project_id].name for debt in theirs)
        if number is None:
            return LatePerson(None, names)
        return LatePerson(people[number].name, names, _note(number, reach, away))

    def unit(one: Occurrence, theirs: Sequence[Debt]) -> LateUnit:
        by_person: defaultdict[int | None, list[Debt]] = defaultdict(list)
        for debt in sorted(theirs, key=lambda its: projects[its.project_id].code):
            by_person[debt.reporter_id].append(debt)
        assert one.period is not None
        return LateUnit(
            one.subject,
            units[one.subject].name,
            rules.policy(one.subject, one.period),
            rules.deadlines(one.subject, one.period),
            len({debt.project_id for debt in theirs}),
            tuple(person(number, debts) for number, debts in by_person.items()),
        )

    return {one: unit(one, theirs) for one, theirs in news.items()}


def _unheard(
    tx: Connection, news: Collection[Occurrence], parents: Mapping[str, str | None]
) -> dict[Occurrence, tuple[tuple[str, Note], ...]]:
    """Give the supervisors of the level below who have no chat, for those who hear of it above."""
    above = [one for one in news if one.kind == ABOVE]
    if not above:
        return {}
    held = holders_in(tx, [Role.SUPERVISOR])
    below = {one: next(levels_above(one.subject, parents, held)) for one in above}
    everybody = frozenset[int]().union(*below.values())
    reach, names = reach_of(tx, everybody), officers(tx, everybody)
    return {
        one: tuple(
            (names[number].name, why)
            for number in sorted(people)
            if (why := _note(number, reach, ())) is not None
        )
        for one, people in below.items()
    }


def _note(number: int, reach: Mapping[int, bool], away: Collection[int]) -> Note | None:
    if number not in reach:
        return Note.NEVER_LINKED
    if not reach[number]:
        return Note.OUT_OF_REACH
    return Note.AWAY if number in away else None
