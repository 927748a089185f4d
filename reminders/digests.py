"""Digests for supervisors, each said once on its day."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from handlers.messages import Codec, Outgoing
from handlers.oversight.cost import pushed_seen_by
from handlers.oversight.digest import write_digest
from handlers.oversight.failing import with_failing
from handlers.oversight.locking import with_lock
from handlers.oversight.standing import Digest
from handlers.oversight.telling import Letter
from handlers.texts import Phrases
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import EmptyDigest, Policy, deadlines_of
from reminders.batches import in_batches
from reminders.digest_days import DUE, LOCK, digest_due
from reminders.digest_news import say_news
from reminders.supervisors import Teller, by_unit, read_city, undisturbed
from storage.db import reading
from storage.occurrences import noted
from storage.periods import Period, local_date, period_of
from storage.records import Occurrence, Person, Worth


def plan_digests(engine: Engine, codecs: Mapping[str, Codec], *, now: datetime) -> Iterator[int]:
    """Put every digest that is due, and was not said yet, in the queue, and then the news of them.

    Gives after each unit how many are told. What fails for one is raised when all the others are
    told. Any number of clocks may do so at once.
    """
    teller, month = Teller(engine, codecs, now), period_of(local_date(now))
    periods = (month.previous, month)
    with reading(engine) as tx:
        years = {year: policies_of_units(tx, year) for year in {one.fiscal_year for one in periods}}
    failed: list[Exception] = []
    for period in periods:
        failed += yield from _say_digests(teller, period, years[period.fiscal_year])
    failed += yield from say_news(teller, periods, years[month.fiscal_year])
    if failed:
        raise failed[0]


def _say_digests(
    teller: Teller, period: Period, policies: Mapping[str | None, Policy]
) -> Generator[int, None, list[Exception]]:
    now = teller.now
    kinds = {one: digest_due(one, period, now) for one in {*policies.values()}}
    if not any(kinds.values()):
        return []
    with reading(teller.engine) as tx:
        city = read_city(tx)
        due = {
            Occurrence(kind, person_id, code, period)
            for code, people in city.recipients.items()
            if (kind := kinds[policies[code]]) is not None
            for person_id in people
        }
        due -= noted(tx, kinds=(DUE, LOCK), periods=(period,)) if due else frozenset()
        units = by_unit(undisturbed(tx, due, now=now))

    def say(codes: Sequence[str]) -> int:
        [code] = codes
        policy, digest = policies[code], teller.read(city, period, code)
        is_silent = policy.empty_digest is EmptyDigest.SILENT
        if not digest.projects or (digest.says_nothing and is_silent):
            teller.skip(units[code])
            return 0
        worth = Worth.REMINDER if policy.line_pushes else Worth.FREE
        locks = frozenset[date]()
        if kinds[policy] == LOCK:
            below = {policies[one] for one in city.below(code)}
            locks = frozenset(deadlines_of(one, period).locks_after for one in below)
        return teller.tell(
            units[code], lambda tx, _one: _letter(tx, digest, locks, now), worth=worth
        )

    return (yield from in_batches(sorted(units), say, batch=1))


def _letter(tx: Connection, digest: Digest, locks: Collection[date], now: datetime) -> Letter:
    def write(to: Person, say: Phrases) -> Outgoing:
        told = write_digest(digest, say, pushed_seen_by(tx, to, now))
        if locks:
            told = with_lock(told, digest, locks, say)
        return with_failing(tx, told, to, say, now=now)

    return write
