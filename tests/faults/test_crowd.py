"""Several processes at work on one database at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.db import transaction
from storage.inbox import receive
from storage.records import Arrival
from tests.faults.processes import run_together, serve, type_in
from tests.faults.script import (
    Sent,
    Story,
    check_nothing_lost_or_doubled,
    events_of,
    read_diary,
    write_stories,
)
from tests.ground.databases import opened
from tests.turns.office import NOW, answers, filed, phrase

OFFICERS = 20


def check_all(engine: Engine, stories: Sequence[Story], diary: Sequence[Sent]) -> None:
    check_nothing_lost_or_doubled(engine, stories, diary)
    assert len(diary) == len(set(diary)), "something was sent twice though nobody died"


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_side_by_side_answer_everything_once(
    postgresql_url: str, processes: int, tmp_path: Path
) -> None:
    """Half of it waits when they begin, in any order; the rest, and all once more, comes then."""
    diary = tmp_path / "diary.jsonl"
    with opened(postgresql_url) as engine:
        stories = write_stories(engine, OFFICERS)
        events = events_of(stories)
        with transaction(engine) as tx:
            half = events[: len(events) // 2]
            receive(tx, random.Random(processes).sample(half, len(half)), now=NOW)
        # Every chat's events come in their order through one process, as a platform brings them;
        # what came already comes once more through all of them.
        shares = [_share(stories, half, number, of=processes) for number in range(processes)]
        statuses = run_together(
            [
                partial(
                    serve, postgresql_url, diary, now=NOW, redelivered=one, expected=len(events)
                )
                for one in shares
            ]
        )
        assert statuses == [0] * processes
        check_all(engine, stories, read_diary(diary))


def _share(
    stories: Sequence[Story], already: Sequence[Arrival], number: int, *, of: int
) -> list[Arrival]:
    own = events_of(stories[number::of])
    others = random.Random(number).sample(already, len(already))
    return [*others[: len(others) // 2], *own, *others[len(others) // 2 :], *own]


def test_a_worker_and_a_terminal_share_an_embedded_database(
    sqlite_url: str, tmp_path: Path
) -> None:
    diary, screen = tmp_path / "diary.jsonl", tmp_path / "screen.txt"
    with opened(sqlite_url) as engine:
        [at_terminal, *others] = write_stories(engine, 6)
        events = events_of(others)
        lines = _typed(at_terminal)
        statuses = run_together(
            [
                partial(
                    serve,
                    sqlite_url,
                    diary,
                    now=NOW,
                    redelivered=[*events, *events],
                    # Those, the greeting with which a terminal begins, and a line each.
                    expected=len(events) + 1 + len(lines),
                ),
                partial(
                    type_in,
                    sqlite_url,
                    screen,
                    now=NOW,
                    person_id=at_terminal.officer.person_id,
                    lines=lines,
                ),
            ]
        )
        assert statuses == [0, 0]
        check_all(engine, others, read_diary(diary))
        _check_terminal(engine, at_terminal, screen.read_text(encoding="utf-8"))


def _typed(story: Story) -> list[str]:
    """The report as it is typed in a terminal, where a line is a message."""
    content = story.content
    return [
        "รายงาน",
        str(content.percent),
        *content.narrative.split("\n"),
        phrase("choice.done"),
        *(text or phrase("choice.none") for text in (content.problems, content.obstacles)),
        f"[{phrase('choice.send')}]",
    ]


def _check_terminal(engine: Engine, story: Story, screen: str) -> None:
    [row] = [one for one in filed(engine) if one["reporter_id"] == story.officer.person_id]
    assert row["narrative"] == story.content.narrative
    assert row["percent"] == story.content.percent
    assert row["channel"] == "terminal"
    assert screen.count(f"| {phrase('card.receipt')}") == 1
    assert answers(engine, story.officer.chat) == []
