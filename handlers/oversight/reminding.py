"""Reminding whoever is missing because a supervisor wants it, as soon as each may be spoken to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.access import Right
from handlers.messages import Codec, Outgoing
from handlers.oversight.deeds import Remind
from handlers.oversight.letters import reminder_letter
from handlers.oversight.office import Office
from handlers.oversight.reading import read_missing
from handlers.oversight.rules import read_rules
from handlers.oversight.telling import tell_people
from handlers.timeliness.policies import policy_for
from handlers.timeliness.sending_hours import is_drafting, next_hour
from handlers.wording import say_moment, say_period
from storage.absences import stand_ins_on
from storage.first_addresses import first_addresses
from storage.nudges import Nudge, let_nudges_wait, note_nudges, waiting_nudges
from storage.owed import officers
from storage.people import living, person_by_id
from storage.periods import Period, local_date, period_of
from storage.project_months import Missing
from storage.records import Worth
from storage.units import units_below


@dataclass(frozen=True, slots=True)
class Hearing:
    """When a person hears a reminder, and whether that is not before they end a draft."""

    at: datetime
    after_draft: bool


@dataclass(frozen=True, slots=True)
class WaitedFor:
    """What can still be sent, by who hears of it, and the names of those who hear nothing."""

    projects: tuple[Missing, ...]
    theirs: Mapping[int, Sequence[Missing]]
    no_chat: frozenset[str]
    away: frozenset[str]


def remind(office: Office, deed: Remind) -> Outgoing:
    """Write to everybody who is missing, at most once a day, and tell who hears of it when.

    A person gets one message, with their own projects and those of whom they stand in for: at once,
    or in the next sending hour of their own unit, or at the end of the draft they are in.
    """
    unit = office.unit(Right.REMIND, deed.unit_code)
    if unit is None:
        return office.refusal()
    tx, say, month = office.tx, office.say, say_period(deed.period, office.person.locale)
    found = waited_for(tx, deed.period, deed.unit_code, today=office.today)
    if not found.projects:
        return Outgoing(say("done.nobody_to_remind", month=month))
    hearings = _hearings(tx, found.theirs, now=office.now)
    days = {one: local_date(hearing.at) for one, hearing in hearings.items()}
    fresh = note_nudges(tx, days, by=office.person.id, now=office.now)
    at_once = {one for one in fresh if hearings[one] == Hearing(office.now, after_draft=False)}
    unreached = {
        *office.tell(
            at_once,
            lambda to, words: reminder_letter(
                found.theirs[to.id], deed.period, words, by=office.person.name
            ),
            unit_code=deed.unit_code,
            period=deed.period,
        ),
        *living(tx, _out_of_reach(office, fresh - at_once)),
    }
    reached = fresh - {one.id for one in unreached}
    waits = {one: hearings[one] for one in reached - at_once}
    let_nudges_wait(
        tx,
        [
            Nudge(one, days[one], deed.period, deed.unit_code, office.person.id, office.now)
            for one in waits
        ],
    )
    lines = []
    if told := len(reached & at_once):
        lines.append(say("done.reminded", count=told, month=month))
    lines += _later(office, waits, month)
    lines += _again(office, found.theirs.keys() - fresh)
    if no_chat := found.no_chat | {one.name for one in unreached}:
        lines.append(say("done.no_chat", names=", ".join(sorted(no_chat))))
    if found.away:
        lines.append(say("done.away", names=", ".join(sorted(found.away))))
    if nobodys := sum(not one.reporters for one in found.projects):
        lines.append(say("done.nobodys", count=nobodys))
    return Outgoing("\n".join(lines))


def remind_of_wish(
    tx: Connection, codecs: Mapping[str, Codec], nudges: Sequence[Nudge], *, now: datetime
) -> int:
    """Tell what waited, all of it one wish of one supervisor; gives how many are told.

    Whoever sent everything meanwhile hears nothing.
    """
    wish, today = nudges[0], local_date(now)
    asks = person_by_id(tx, wish.set_by)
    found = waited_for(tx, wish.period, wish.unit_code, today=today)
    people = [one.person_id for one in nudges if one.person_id in found.theirs]
    if asks is None or not people:
        return 0
    policy = policy_for(tx, wish.unit_code, wish.period.fiscal_year)
    unreached = tell_people(
        tx,
        codecs,
        people,
        lambda to, words: reminder_letter(found.theirs[to.id], wish.period, words, by=asks.name),
        worth=Worth.REMINDER if policy.line_pushes else Worth.FREE,
        now=now,
    )
    return len(people) - len(unreached)


def waited_for(tx: Connection, period: Period, unit_code: str, *, today: date) -> WaitedFor:
    """Give what is missing in a unit and below it; what is locked is waited for no more.

    A stand-in who is away as well is left in peace.
    """
    rules = read_rules(tx, period, today=today)
    missing = read_missing(tx, rules, units_below(tx, unit_code))
    stand_ins = stand_ins_on(tx, today) if missing else {}
    theirs: defaultdict[int, list[Missing]] = defaultdict(list)
    no_chat: set[str] = set()
    away: set[str] = set()
    for project in missing:
        for one in project.reporters:
            hears = stand_ins.get(one.person_id, one.person_id)
            if hears is None or (hears != one.person_id and hears in stand_ins):
                away.add(one.name)
            elif hears == one.person_id and not one.reachable:
                no_chat.add(one.name)
            elif project not in theirs[hears]:
                theirs[hears].append(project)
    return WaitedFor(missing, theirs, frozenset(no_chat), frozenset(away))


def _hearings(tx: Connection, people: Collection[int], *, now: datetime) -> dict[int, Hearing]:
    """Tell when each of these people may be spoken to, by the calendar of their own unit."""
    year = period_of(local_date(now)).fiscal_year
    found = officers(tx, people)
    hours = {
        code: next_hour(policy_for(tx, code, year), now)
        for code in {one.unit_code for one in found.values()}
    }
    return {
        number: Hearing(
            hours[one.unit_code],
            hours[one.unit_code] == now and is_drafting(one.drafting_since, now),
        )
        for number, one in found.items()
    }


def _out_of_reach(office: Office, people: Collection[int]) -> list[int]:
    addresses = first_addresses(office.tx, people)
    return [one for one, at in addresses.items() if at is None or at.channel not in office.codecs]


def _later(office: Office, waits: Mapping[int, Hearing], month: str) -> Iterator[str]:
    for hearing, count in sorted(
        Counter(waits.values()).items(), key=lambda pair: (not pair[0].after_draft, pair[0].at)
    ):
        if hearing.after_draft:
            yield office.say("done.reminds_after_draft", count=count, month=month)
        else:
            when = say_moment(hearing.at, office.person.locale)
            yield office.say("done.reminds_at", count=count, month=month, when=when)


def _again(office: Office, people: Collection[int]) -> Iterator[str]:
    """Tell of those who hear nothing more: they did today, or are to hear it anyway."""
    waiting = len(waiting_nudges(office.tx, people)) if people else 0
    if waiting:
        yield office.say("done.reminder_waits", count=waiting)
    if before := len(people) - waiting:
        yield office.say("done.reminded_before", count=before)
