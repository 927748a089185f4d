"""Everything that somebody should have heard from the bot by now, put into the queue once.

What is due is looked up without a lock. Then it is written down batch by batch, each in one
transaction with its messages: what another clock wrote meanwhile is not written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine

from handlers.messages import Codec
from reminders.escalating import escalate, read_late
from reminders.reading import due_for, read_debts, read_owing, read_rules, read_waiting
from reminders.reminding import remind
from storage.absences import stand_ins_on
from storage.db import reading, transaction
from storage.periods import local_date
from storage.waiting_reminders import let_wait

T = TypeVar("T")

BATCH = 250
"""People in one transaction: few enough that nobody else waits long for theirs."""


def plan(engine: Engine, codecs: Mapping[str, Codec], *, now: datetime) -> Iterator[int]:
    """Plan all that is due; gives after each transaction how many people are told."""
    with reading(engine) as tx:
        today = local_date(now)
        rules = read_rules(tx, today)
        if not rules.may_speak(now):
            return
        stand_ins = stand_ins_on(tx, today)
        debts = read_debts(tx, rules, stand_ins)
        owing = read_owing(tx, rules, debts, stand_ins, now=now)
        waits = read_waiting(tx, owing, rules, now=now)
        late = read_late(tx, rules, debts, stand_ins, now=now)
    waiting = [one.officer.id for one in owing if due_for(one, rules, now=now).say]
    for some in _batches(sorted(waits.items(), key=lambda one: one[0].recipient_id)):
        with transaction(engine) as tx:
            let_wait(tx, dict(some), now=now)
        yield 0
    for people in _batches(waiting):
        with transaction(engine) as tx:
            told = remind(tx, codecs, rules, stand_ins, people, now=now)
        yield told
    for supervisors in _batches(sorted(late)):
        theirs = {one: late[one] for one in supervisors}
        with transaction(engine) as tx:
            told = escalate(tx, codecs, rules, theirs, away=stand_ins, now=now)
        yield told


def _batches(listed: Sequence[T]) -> Iterator[Sequence[T]]:
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
