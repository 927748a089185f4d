"""Saying what supervisors wanted to be said when those it is for could not be spoken to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, Engine

from handlers.messages import Codec
from handlers.oversight.reminding import remind_of_wish
from handlers.timeliness.policies import policy_for
from handlers.timeliness.sending_hours import may_speak
from reminders.batches import in_batches
from reminders.due import AGAIN, REMIND
from storage.absences import stand_ins_on
from storage.db import reading, transaction
from storage.nudges import Nudge, let_nudges_wait, note_nudges, take_nudges, waiting_nudges
from storage.occurrences import said_since
from storage.owed import officers
from storage.periods import Period, local_date, period_of

Wish = tuple[Period, str, int]
"""A month, a unit, and who wants its reports."""


def say_nudges(engine: Engine, codecs: Mapping[str, Codec], *, now: datetime) -> Iterator[int]:
    """Say all that waited for this hour; gives after each wish how many people are told.

    What fails for somebody is raised when everybody else is told.
    """
    _pass_on(engine, now)
    with reading(engine) as tx:
        ready = _ready(tx, now)
    wishes: defaultdict[Wish, list[int]] = defaultdict(list)
    for one in ready:
        wishes[one.period, one.unit_code, one.set_by].append(one.person_id)
    failed: list[Exception] = []
    for _wish, people in sorted(wishes.items()):

        def say(some: Sequence[int]) -> int:
            with transaction(engine) as tx:
                wanted = _still_wanted(tx, take_nudges(tx, some, until=local_date(now)), now=now)
                return remind_of_wish(tx, codecs, wanted, now=now) if wanted else 0

        failed += yield from in_batches(people, say)
    if failed:
        raise failed[0]


def _pass_on(engine: Engine, now: datetime) -> None:
    """Let stand-ins hear what waits for people who went on leave meanwhile.

    A wish is passed on as one of this moment: what the clock said to a stand-in before may not
    have spoken of those projects.
    """
    today = local_date(now)
    with reading(engine) as tx:
        theirs = [one.person_id for one in waiting_nudges(tx) if one.day <= today]
        away = stand_ins_on(tx, today) if theirs else {}
    passed = [one for one in theirs if away.get(one) is not None and away[one] not in away]
    if not passed:
        return
    with transaction(engine) as tx:
        for one in take_nudges(tx, passed, until=today):
            hears = away[one.person_id]
            assert hears is not None
            if note_nudges(tx, {hears: today}, by=one.set_by, now=now):
                let_nudges_wait(tx, [replace(one, person_id=hears, day=today, at=now)])


def _ready(tx: Connection, now: datetime) -> list[Nudge]:
    today = local_date(now)
    waiting = [one for one in waiting_nudges(tx) if one.day <= today]
    if not waiting:
        return []
    people = officers(tx, [one.person_id for one in waiting])
    year = period_of(today).fiscal_year
    policies = {
        code: policy_for(tx, code, year) for code in {one.unit_code for one in people.values()}
    }
    return [
        one
        for one in waiting
        if (person := people.get(one.person_id)) is not None
        and may_speak(policies[person.unit_code], now, drafting_since=person.drafting_since)
    ]


def _still_wanted(tx: Connection, nudges: Sequence[Nudge], *, now: datetime) -> list[Nudge]:
    """Leave out who was reminded since by the clock, or by hand today."""
    if not nudges:
        return []
    said = said_since(tx, [REMIND, AGAIN], since=min(map(attrgetter("at"), nudges)))
    today = local_date(now)
    late = {one.person_id: today for one in nudges if one.day < today}
    fresh = note_nudges(tx, late, by=nudges[0].set_by, now=now)
    return [
        one
        for one in nudges
        if (one.person_id, one.period) not in said
        and (one.person_id not in late or one.person_id in fresh)
    ]
