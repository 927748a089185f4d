"""What came after a digest, said in one line, and to nobody more than once a day."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from datetime import datetime, timedelta

from handlers.oversight.digest import write_news
from handlers.oversight.standing import Digest
from handlers.oversight.telling import Letter
from handlers.timeliness.policy import Policy
from handlers.timeliness.sending_hours import may_speak
from reminders.batches import in_batches
from reminders.digest_days import DUE, LOCK, NEWS
from reminders.hierarchy import Hierarchy
from reminders.supervisors import Teller, by_unit, read_city, undisturbed
from storage.db import reading, transaction
from storage.digests_sent import SentDigest, first_filed_after, last_sent
from storage.heartbeats import beat, last_beat
from storage.periods import Period, local_date
from storage.records import Occurrence, Worth

APART = timedelta(hours=1)
"""How often it is looked whether reports came after a digest."""


def say_news(
    teller: Teller, periods: Collection[Period], policies: Mapping[str | None, Policy]
) -> Generator[int, None, list[Exception]]:
    """Tell how many reports came after what each supervisor heard last of these months.

    `policies` are those of today, by unit.
    """
    at_work = {code for code, policy in policies.items() if code and _speaks(policy, teller.now)}
    if not at_work:
        return []
    with reading(teller.engine) as tx:
        looked = last_beat(tx, NEWS)
    if looked is not None and abs(teller.now - looked) < APART:
        return []
    failed: list[Exception] = []
    for period in periods:
        failed += yield from _say_news(teller, period, at_work)
    # At the end: a clock that dies on the way leaves the rest to the next tick.
    with transaction(teller.engine) as tx:
        beat(tx, NEWS, now=teller.now, apart=timedelta())
    return failed


def _speaks(policy: Policy, now: datetime) -> bool:
    return may_speak(policy, now, drafting_since=None)


def _say_news(
    teller: Teller, period: Period, at_work: Collection[str]
) -> Generator[int, None, list[Exception]]:
    now = teller.now
    with reading(teller.engine) as tx:
        sent = [
            one
            for one in last_sent(tx, period, kinds=(DUE, LOCK, NEWS))
            if one.unit_code in at_work
        ]
        filed = first_filed_after(tx, period, min(one.at for one in sent)) if sent else ()
        if not filed:
            return []
        city = read_city(tx)
        heard = [
            one for one in sent if one.person_id in city.recipients.get(one.unit_code, frozenset())
        ]
        came = {
            Occurrence(NEWS, one.person_id, f"{one.unit_code} {local_date(now)}", period): count
            for one, count in _count_later(city, heard, filed).items()
        }
        units = by_unit(undisturbed(tx, came, now=now))

    def say(codes: Sequence[str]) -> int:
        [code] = codes
        digest = teller.read(city, period, code)
        # It is worth no money: it comes with the next answer.
        return teller.tell(
            units[code], lambda _tx, one: _letter(digest, came[one]), worth=Worth.FREE
        )

    return (yield from in_batches(sorted(units), say, batch=1))


def _count_later(
    city: Hierarchy, heard: Collection[SentDigest], filed: Collection[tuple[str, datetime]]
) -> dict[SentDigest, int]:
    """Count the first reports that came after each; what has none is left out."""
    counts = {}
    for one in heard:
        below = city.below(one.unit_code)
        count = sum(code in below and at > one.at for code, at in filed)
        if count:
            counts[one] = count
    return counts


def _letter(digest: Digest, count: int) -> Letter:
    return lambda _to, say: write_news(digest, count, say)
