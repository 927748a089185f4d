"""A process is killed between any two commits; a successor finishes, and nothing shows of it."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from bot.ground import TURNS_AT_ONCE
from storage.db import transaction
from storage.inbox import receive
from tests.faults.processes import run, serve
from tests.faults.script import (
    MINUTE,
    Sent,
    check_nothing_lost_or_doubled,
    clear,
    events_of,
    read_diary,
    write_stories,
)
from tests.ground.databases import opened
from tests.turns.office import NOW

OFFICERS = 2
BLOCKS = 4


@pytest.mark.parametrize("block", range(1, BLOCKS + 1))
def test_a_process_may_be_killed_at_any_commit(
    database_url: str, block: int, tmp_path: Path
) -> None:
    """Before each, and before and after something is sent.

    Of these moments a block takes every fourth, until the process ends by itself.
    """
    with opened(database_url) as engine:
        for last_moment in count(block, BLOCKS):
            clear(engine)
            stories = write_stories(engine, OFFICERS)
            events = events_of(stories)
            shuffled = random.Random(last_moment).sample(events, len(events))
            with transaction(engine) as tx:
                receive(tx, shuffled, now=NOW)
            diary = tmp_path / f"{last_moment}.jsonl"
            known = {"redelivered": events, "expected": len(events), "threads": 2}
            status = run(serve, database_url, diary, now=NOW, last_moment=last_moment, **known)
            assert status in (0, -signal.SIGKILL)
            before = read_diary(diary)
            # Its leases have run out by then.
            assert run(serve, database_url, diary, now=NOW + 5 * MINUTE, **known) == 0
            sent = read_diary(diary)
            check_nothing_lost_or_doubled(engine, stories, sent)
            _check_only_the_last_was_sent_again(before, sent)
            if status == 0:
                together = TURNS_AT_ONCE if engine.dialect.name == "sqlite" else 1
                assert last_moment > len(events) / together, "turns are commits, deliveries too"
                return


def _check_only_the_last_was_sent_again(before: Sequence[Sent], sent: Sequence[Sent]) -> None:
    """Only what was sent and not yet recorded goes out again: at most one request of each chat."""
    times = Counter(sent)
    last_of_chat = {chat: (id_, chat, payload) for id_, chat, payload in before}
    assert max(times.values()) <= 2
    assert {one for one in times if times[one] > 1} <= set(last_of_chat.values())
