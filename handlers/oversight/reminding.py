"""Reminding whoever is missing, because a supervisor wants it now."""

from __future__ import annotations

from collections import defaultdict

from handlers.access import Right
from handlers.messages import Outgoing
from handlers.oversight.deeds import Remind
from handlers.oversight.letters import reminder_letter
from handlers.oversight.office import Office
from handlers.oversight.reading import read_missing
from handlers.oversight.rules import read_rules
from handlers.wording import say_period
from storage.absences import stand_ins_on
from storage.nudges import note_nudges
from storage.project_months import Missing
from storage.units import units_below


def remind(office: Office, deed: Remind) -> Outgoing:
    """Write to everybody who is missing, at most once a day, and tell whom that reached.

    What is locked is waited for no more. A person gets one message, with their own projects and
    those of whom they stand in for.
    """
    unit = office.unit(Right.REMIND, deed.unit_code)
    if unit is None:
        return office.refusal()
    say, month = office.say, say_period(deed.period, office.person.locale)
    rules = read_rules(office.tx, deed.period, today=office.today)
    waited_for = read_missing(office.tx, rules, units_below(office.tx, unit.code))
    if not waited_for:
        return Outgoing(say("done.nobody_to_remind", month=month))
    stand_ins = stand_ins_on(office.tx, office.today)
    theirs: defaultdict[int, list[Missing]] = defaultdict(list)
    no_chat: set[str] = set()
    away: set[str] = set()
    for project in waited_for:
        for one in project.reporters:
            hears = stand_ins.get(one.person_id, one.person_id)
            if hears is None:
                away.add(one.name)
            elif hears == one.person_id and not one.reachable:
                no_chat.add(one.name)
            elif project not in theirs[hears]:
                theirs[hears].append(project)
    fresh = note_nudges(office.tx, theirs, day=office.today, by=office.person.id, now=office.now)
    unreached = office.tell(
        fresh,
        lambda to, words: reminder_letter(theirs[to.id], deed.period, words, by=office.person.name),
        unit_code=deed.unit_code,
        period=deed.period,
    )
    no_chat |= {one.name for one in unreached}
    lines = []
    if reached := len(fresh) - len(unreached):
        lines.append(say("done.reminded", count=reached, month=month))
    if again := len(theirs) - len(fresh):
        lines.append(say("done.reminded_before", count=again))
    if no_chat:
        lines.append(say("done.no_chat", names=", ".join(sorted(no_chat))))
    if away:
        lines.append(say("done.away", names=", ".join(sorted(away))))
    if nobodys := sum(not one.reporters for one in waited_for):
        lines.append(say("done.nobodys", count=nobodys))
    return Outgoing("\n".join(lines))
