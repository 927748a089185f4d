"""Digests for supervisors: said once on their days, and corrected by what comes late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from handlers.access import Right, roles_with
from handlers.messages import Codec
from handlers.oversight.cost import pushed_seen_by
from handlers.oversight.digest import write_digest, write_news
from handlers.oversight.reading import read_digest
from handlers.oversight.rules import read_rules
from handlers.oversight.standing import Digest
from handlers.oversight.telling import Letter, tell_people
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import EmptyDigest
from reminders.digest_days import DUE, LOCK, NEWS, digest_due, may_correct
from reminders.hierarchy import Hierarchy, arrange
from storage.digests_sent import SentDigest, first_filed_after, last_sent
from storage.first_addresses import first_addresses
from storage.heartbeats import beat
from storage.occurrences import Fate, note_occurrences, noted
from storage.periods import Period, local_date, period_of
from storage.records import Occurrence, Worth
from storage.roles import holders_in
from storage.units import all_units

NEWS_APART = timedelta(hours=1)
"""How often it is looked whether reports came after a digest."""


def plan_digests(tx: Connection, codecs: Mapping[str, Codec], *, now: datetime) -> int:
    """Put every digest that is due, and was not said yet, in the queue; gives how many.

    Any number of clocks may do so at once.
    """
    city = arrange(all_units(tx), holders_in(tx, roles_with(Right.REMIND)))
    month = period_of(local_date(now))
    periods = (month.previous, month)
    said = sum(_say_digests(tx, codecs, city, one, now=now) for one in periods)
    if beat(tx, NEWS, now=now, apart=NEWS_APART):
        said += sum(_say_news(tx, codecs, city, one, now=now) for one in periods)
    return said


def _say_digests(
    tx: Connection,
    codecs: Mapping[str, Codec],
    city: Hierarchy,
    period: Period,
    *,
    now: datetime,
) -> int:
    policies = policies_of_units(tx, period.fiscal_year)
    due = {
        Occurrence(kind, person_id, code, period)
        for code, people in city.recipients.items()
        if (kind := digest_due(policies[code], period, now)) is not None
        for person_id in people
    }
    due -= noted(tx, kinds=(DUE, LOCK), periods=(period,)) if due else frozenset()
    if not due:
        return 0
    digests = _digests(tx, city, {one.subject for one in due}, period, now=now)
    silent = {
        code
        for code, digest in digests.items()
        if digest.says_nothing and policies[code].empty_digest is EmptyDigest.SILENT
    }
    fates = _fates(tx, codecs, due)
    fates |= {one: Fate.SKIPPED for one in due if one.subject in silent}
    said = 0
    for code, people in _new_by_unit(tx, fates, now=now).items():
        worth = Worth.REMINDER if policies[code].line_pushes else Worth.FREE
        tell_people(tx, codecs, people, _digest_of(tx, digests[code], now), worth=worth, now=now)
        said += len(people)
    return said


def _say_news(
    tx: Connection,
    codecs: Mapping[str, Codec],
    city: Hierarchy,
    period: Period,
    *,
    now: datetime,
) -> int:
    """Tell in one line, at most once a day, how many reports came after what somebody heard."""
    policies = policies_of_units(tx, period.fiscal_year)
    open_units = {code for code in city.recipients if may_correct(policies[code], period, now)}
    heard = [
        one
        for one in (last_sent(tx, period, kinds=(DUE, LOCK, NEWS)) if open_units else ())
        if one.unit_code in open_units and one.person_id in city.recipients[one.unit_code]
    ]
    counts = _count_later(tx, city, heard, period)
    if not counts:
        return 0
    day = local_date(now)
    came = {
        Occurrence(NEWS, one.person_id, f"{one.unit_code} {day}", period): count
        for one, count in counts.items()
    }
    units = {one.unit_code for one in counts}
    digests = _digests(tx, city, units, period, now=now)
    fates = _fates(tx, codecs, came)
    new = [one for one in note_occurrences(tx, fates, now=now) if fates[one] is Fate.SAID]
    for one in new:
        digest = digests[unit_of(one)]
        letter = _news_of(digest, came[one])
        # It is worth no money: it comes with the next answer.
        tell_people(tx, codecs, [one.recipient_id], letter, worth=Worth.FREE, now=now)
    return len(new)


def _count_later(
    tx: Connection, city: Hierarchy, heard: Collection[SentDigest], period: Period
) -> dict[SentDigest, int]:
    """Count the first reports that came after each; what has none is left out."""
    if not heard:
        return {}
    filed = first_filed_after(tx, period, min(one.at for one in heard))
    counts = {}
    for one in heard:
        below = city.below(one.unit_code)
        count = sum(code in below and at > one.at for code, at in filed)
        if count:
            counts[one] = count
    return counts


def _digests(
    tx: Connection, city: Hierarchy, codes: Collection[str], period: Period, *, now: datetime
) -> dict[str, Digest]:
    """Read how a month stands in units."""
    rules = read_rules(tx, period, today=local_date(now))
    return {code: read_digest(tx, rules, city.units[code], city.below(code)) for code in codes}


def _fates(
    tx: Connection, codecs: Mapping[str, Codec], wanted: Iterable[Occurrence]
) -> dict[Occurrence, Fate]:
    wanted = list(wanted)
    addresses = first_addresses(tx, {one.recipient_id for one in wanted})
    reached = {person for person, at in addresses.items() if at and at.channel in codecs}
    return {one: Fate.SAID if one.recipient_id in reached else Fate.UNDELIVERABLE for one in wanted}


def _new_by_unit(
    tx: Connection, fates: Mapping[Occurrence, Fate], *, now: datetime
) -> dict[str, list[int]]:
    """Note what becomes of each, and give whom to tell of which unit."""
    people: defaultdict[str, list[int]] = defaultdict(list)
    for one in note_occurrences(tx, fates, now=now):
        if fates[one] is Fate.SAID:
            people[unit_of(one)].append(one.recipient_id)
    return people


def unit_of(occurrence: Occurrence) -> str:
    """Give the unit that a digest, or news of it, is about."""
    return occurrence.subject.split(" ")[0]


def _digest_of(tx: Connection, digest: Digest, now: datetime) -> Letter:
    return lambda to, say: write_digest(digest, say, pushed_seen_by(tx, to, now))


def _news_of(digest: Digest, count: int) -> Letter:
    return lambda _to, say: write_news(digest, count, say)
