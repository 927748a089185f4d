"""Everything that somebody should have heard from the bot by now, put into the queue once.

Who may have something to hear is looked up without a lock. What it is, is read and written down
batch by batch, each in one transaction with its messages: so what another clock wrote meanwhile
is not written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from handlers.messages import Codec
from reminders.batches import in_batches
from reminders.escalating import escalate
from reminders.hearing import read_hearing
from reminders.late import read_late
from reminders.reading import read_rules
from reminders.reminding import remind
from storage.absences import stand_ins_on
from storage.db import reading, transaction
from storage.periods import local_date


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
        hearing = read_hearing(tx, rules, now=now)
        late = read_late(tx, rules, stand_ins, now=now)

    def reminding(people: Sequence[int]) -> int:
        with transaction(engine) as tx:
            return remind(tx, codecs, rules, stand_ins, people, now=now)

    def escalating(supervisors: Sequence[int]) -> int:
        theirs = {one: late[one] for one in supervisors}
        with transaction(engine) as tx:
            return escalate(tx, codecs, rules, theirs, away=stand_ins, now=now)

    failed = yield from in_batches(sorted(hearing), reminding)
    failed += yield from in_batches(sorted(late), escalating)
    if failed:
        raise failed[0]
