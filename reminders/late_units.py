"""What is late in each unit, and whom that does not reach, with all names that a letter tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from reminders.debts import Debt
from reminders.escalation import ABOVE, levels_above
from reminders.late_letters import LatePerson, LateUnit, Note
from reminders.rules import Rules
from storage.owed import name_projects, officers, reach_of
from storage.records import Occurrence, Role
from storage.roles import holders_in
from storage.units import all_units


def describe_late(
    tx: Connection,
    rules: Rules,
    news: Mapping[Occurrence, Sequence[Debt]],
    *,
    away: Collection[int],
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


def unheard_below(
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
