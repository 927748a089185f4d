"""Everything that somebody should have heard from the bot by now, put into the queue once.

What is due is looked up without a lock. Then it is written down batch by batch, each in one
transaction with its messages: what another clock wrote meanwhile is not written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from handlers.messages import Codec
from reminders.batches import in_batches
from reminders.escalating import escalate
from reminders.hearing import read_hearing
from reminders.late import read_late
from reminders.reading import Owing, due_for, read_debts, read_owing, read_rules, read_waiting
from reminders.reminding import remind
from reminders.rules import Rules
from storage.absences import stand_ins_on
from storage.db import reading, transaction
from storage.occurrences import Fate
from storage.periods import local_date
from storage.records import Occurrence
from storage.waiting_reminders import let_wait

NAMED = 1000
"""So many people are asked for by their numbers; where they are more, everybody is read."""


def plan(engine: Engine, codecs: Mapping[str, Codec], *, now: datetime) -> Iterator[int]:
    """Plan all that is due; gives after each transaction how many people are told.

    What fails for somebody is raised when everybody else is told.
    """
    with reading(engine) as tx:
        today = local_date(now)
        rules = read_rules(tx, today)
        if not rules.may_speak(now):
            return
        stand_ins = stand_ins_on(tx, today)
        owing = _read_owing(tx, rules, stand_ins, now=now)
        waits = read_waiting(tx, owing, rules, now=now)
        late = read_late(tx, rules, stand_ins, now=now)
    hearing = [one.officer.id for one in owing if due_for(one, rules, now=now).say]

    def waiting(some: Sequence[tuple[Occurrence, Fate]]) -> int:
        with transaction(engine) as tx:
            let_wait(tx, dict(some), now=now)
        return 0

    def reminding(people: Sequence[int]) -> int:
        with transaction(engine) as tx:
            return remind(tx, codecs, rules, stand_ins, people, now=now)

    def escalating(supervisors: Sequence[int]) -> int:
        theirs = {one: late[one] for one in supervisors}
        with transaction(engine) as tx:
            return escalate(tx, codecs, rules, theirs, away=stand_ins, now=now)

    by_person = sorted(waits.items(), key=lambda one: one[0].recipient_id)
    failed = yield from in_batches(by_person, waiting)
    failed += yield from in_batches(hearing, reminding)
    failed += yield from in_batches(sorted(late), escalating)
    if failed:
        raise failed[0]


def _read_owing(
    tx: Connection, rules: Rules, stand_ins: Mapping[int, int | None], *, now: datetime
) -> tuple[Owing, ...]:
    """Read what those owe who may have to hear of it."""
    people = read_hearing(tx, rules, now=now)
    if not people:
        return ()
    hearing = people if len(people) <= NAMED else None
    debts = read_debts(tx, rules, stand_ins, hearing=hearing)
    return read_owing(tx, rules, debts, stand_ins, now=now, hearing=hearing)
