"""What supervisors answer to reports: that they were read, a comment, a month opened again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.access import Right, roles_with
from handlers.messages import Outgoing
from handlers.oversight import letters
from handlers.oversight.deeds import AskReopening, Comment, Decline, Reopen
from handlers.oversight.office import Office
from handlers.oversight.reading import path_of
from handlers.oversight.telling import tell_people
from handlers.timeliness.policies import policy_for
from handlers.wording import say_day, say_period
from storage.absences import stand_ins_on
from storage.acknowledgements import acknowledge
from storage.comments import add_comment
from storage.periods import local_date
from storage.project_months import Place
from storage.project_places import place_of_project
from storage.records import Person, Report, Worth
from storage.reopening_wishes import decline_wish, end_wish, note_wish, wish_for
from storage.reopenings import add_reopening
from storage.reporters import reporters_of, reports_on
from storage.roles import holders_in


def take_note(office: Office, report_id: int) -> Outgoing:
    """Keep that a report was read, and let its sender know when that costs nothing."""
    found = office.report(Right.ACKNOWLEDGE, report_id)
    if found is None:
        return office.refusal()
    report, place = found
    if not acknowledge(office.tx, report_id, person_id=office.person.id, now=office.now):
        return Outgoing(office.say("done.acknowledged_before", name=place.name))
    tell_people(
        office.tx,
        office.codecs,
        _senders(office, report),
        lambda _to, words: letters.acknowledgement_letter(
            report.period, place, words, by=office.person.name
        ),
        worth=Worth.FREE,
        now=office.now,
    )
    return Outgoing(office.say("done.acknowledged", name=place.name))


def write_comment(office: Office, deed: Comment) -> Outgoing:
    """Keep a comment and send it to whoever sent the report."""
    found = office.report(Right.COMMENT, deed.report_id)
    if found is None:
        return office.refusal()
    report, place = found
    add_comment(office.tx, deed.report_id, deed.text, person_id=office.person.id, now=office.now)
    people = _senders(office, report)
    unreached = office.tell(
        people,
        lambda _to, words: letters.comment_letter(
            deed.text, report.period, place, words, by=office.person.name
        ),
        unit_code=place.unit_code,
        period=report.period,
    )
    kept = office.say("done.commented", name=place.name)
    return _say_told(office, kept, people, unreached)


def reopen(office: Office, deed: Reopen) -> Outgoing:
    """Open a locked month of a project for some days, and tell those who report on it."""
    place = _place_if_locked(office, deed)
    if isinstance(place, Outgoing):
        return place
    policy = policy_for(office.tx, place.unit_code, deed.period.fiscal_year)
    until = policy.calendar.after(office.today, policy.reopened_for)
    add_reopening(
        office.tx,
        deed.project_id,
        deed.period,
        reason=deed.reason,
        person_id=office.person.id,
        until=until,
        now=office.now,
    )
    end_wish(office.tx, deed.project_id, deed.period)
    people = _reporters_and_stand_ins(office, deed.project_id)
    unreached = office.tell(
        people,
        lambda _to, words: letters.reopening_letter(
            deed.reason, deed.period, place, words, until=until, by=office.person.name
        ),
        unit_code=place.unit_code,
        period=deed.period,
    )
    day = say_day(until, office.person.locale)
    month = say_period(deed.period, office.person.locale)
    opened = office.say("done.reopened", name=place.name, month=month, until=day)
    return _say_told(office, opened, people, unreached)


def decline(office: Office, deed: Decline) -> Outgoing:
    """Tell those who report on a project why its month stays locked."""
    place = _place_if_locked(office, deed)
    if isinstance(place, Outgoing):
        return place
    decline_wish(office.tx, deed.project_id, deed.period, now=office.now)
    people = _reporters_and_stand_ins(office, deed.project_id)
    unreached = office.tell(
        people,
        lambda _to, words: letters.refusal_letter(
            deed.reason, deed.period, place, words, by=office.person.name
        ),
        unit_code=place.unit_code,
        period=deed.period,
    )
    month = say_period(deed.period, office.person.locale)
    declined = office.say("done.declined", name=place.name, month=month)
    return _say_told(office, declined, people, unreached)


def ask_reopening(office: Office, deed: AskReopening) -> Outgoing:
    """Hand an officer's wish to the nearest supervisors, with the button that fulfils it.

    A month of a project is asked for once until it is opened, whoever asks.
    """
    place = place_of_project(office.tx, deed.project_id)
    if place is None or not reports_on(
        office.tx, office.person.id, deed.project_id, today=office.today
    ):
        return office.refusal()
    month = say_period(deed.period, office.person.locale)
    if not office.is_locked(deed.project_id, deed.period):
        return Outgoing(office.say("done.takes_reports", name=place.name, month=month))
    is_new = note_wish(
        office.tx, deed.project_id, deed.period, person_id=office.person.id, now=office.now
    )
    if not is_new and (wish := wish_for(office.tx, deed.project_id, deed.period)):
        key = "done.asked_before" if wish.declined_at is None else "done.declined_before"
        day = say_day(local_date(wish.declined_at or wish.at), office.person.locale)
        return Outgoing(office.say(key, name=place.name, month=month, date=day))
    people = _nearest_supervisors(office, place)
    unreached = office.tell(
        people,
        lambda _to, words: letters.request_letter(deed.period, place, words, by=office.person.name),
        unit_code=place.unit_code,
        period=deed.period,
    )
    reached = len(people) - len(unreached)
    if not reached:
        end_wish(office.tx, deed.project_id, deed.period)
    return Outgoing(office.say("done.asked" if reached else "done.not_asked", count=reached))


def _place_if_locked(office: Office, deed: Reopen | Decline) -> Place | Outgoing:
    """Give where a project belongs whose locked month may be opened, or what is said instead."""
    place = office.project(Right.REOPEN, deed.project_id)
    if place is None:
        return office.refusal()
    if office.is_locked(deed.project_id, deed.period):
        return place
    month = say_period(deed.period, office.person.locale)
    return Outgoing(office.say("done.open_already", name=place.name, month=month))


def _senders(office: Office, report: Report) -> tuple[int, ...]:
    """Give who is to hear about a report: who sent it, else who reports on the project."""
    if report.reporter_id is not None and report.reporter:
        return (report.reporter_id,)
    return reporters_of(office.tx, report.project_id)


def _reporters_and_stand_ins(office: Office, project_id: int) -> tuple[int, ...]:
    """Give who may report on a project today: of who is away, the one in their place as well."""
    people = reporters_of(office.tx, project_id)
    stand_ins = stand_ins_on(office.tx, office.today)
    instead = (stand_ins[one] for one in people if one in stand_ins)
    return tuple(dict.fromkeys((*people, *(one for one in instead if one is not None))))


def _nearest_supervisors(office: Office, place: Place) -> frozenset[int]:
    path = path_of(office.tx, place.unit_code)
    holders = holders_in(office.tx, roles_with(Right.REOPEN), path)
    return next((holders[code] for code in reversed(path) if code in holders), frozenset())


def _say_told(
    office: Office, done: str, people: Collection[int], unreached: Sequence[Person]
) -> Outgoing:
    lines = [done]
    if reached := len(people) - len(unreached):
        lines.append(office.say("done.told", count=reached))
    if unreached:
        names = ", ".join(one.name for one in unreached)
        lines.append(office.say("done.no_chat", names=names))
    return Outgoing("\n".join(lines))
