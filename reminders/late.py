"""What is late, as far as a supervisor has yet to hear of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.timeliness.sending_hours import may_speak
from reminders.debts import Debt
from reminders.escalation import LEVELS, escalations
from reminders.reading import read_debts
from reminders.rules import Rules
from storage.occurrences import noted
from storage.owed import Officer, officers
from storage.periods import Period
from storage.records import Occurrence, Role
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


def _present(people: Iterable[int], stand_ins: Mapping[int, int | None]) -> frozenset[int]:
    """Give these people, and in place of who is away, who stands in."""
    present = {stand_ins.get(one, one) for one in people}
    return frozenset(one for one in present if one is not None and one not in stand_ins)


def _may_hear(officer: Officer | None, rules: Rules, *, now: datetime) -> bool:
    return officer is not None and may_speak(
        rules.policy(officer.unit_code), now, drafting_since=officer.drafting_since
    )
