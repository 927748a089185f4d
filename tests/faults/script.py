"""Officers who all report at once, what they say, and whether nothing of it was lost or doubled."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from storage.backlog import read_backlog
from storage.db import reading, transaction
from storage.periods import period_of
from storage.records import Arrival, Content
from storage.tables import inbox, metadata, outbox
from tests.turns.office import CHANNEL, NOW, Officer, arrival, filed, open_office, phrase

MINUTE = timedelta(minutes=1)
Sent = tuple[int, str, str]
"""What went out: the number of the request, its chat and its payload."""


@dataclass(frozen=True, slots=True)
class Story:
    """An officer, everything they say from the first word to the last, and what is to be filed."""

    officer: Officer
    said: tuple[Arrival, ...]
    content: Content


def write_stories(engine: Engine, officers: int) -> list[Story]:
    """Open an office where each officer tells a different report, word by word, in eight events."""
    return [_story(officer) for officer in open_office(engine, officers)]


def _story(officer: Officer) -> Story:
    number = officer.person_id
    content = Content(
        Decimal(number) + Decimal("10.25"),
        f"ข้อความที่ {number} บรรทัดแรก \"ในคำพูด\" 'ก็ำ'\nบรรทัดสอง 👩🏽‍🌾 ๔๕% \\n {{x}}\nต่อท้าย {number}",
        None if number % 2 else f"ปัญหาของ {officer.name}: ฝนตก\n- น้ำท่วม",
        None if number % 3 else f"อุปสรรค {number}",
    )
    first, last = content.narrative.rsplit("\n", 1)
    texts = [
        "รายงาน",
        str(content.percent),
        first,
        last,
        phrase("choice.done"),
        content.problems or phrase("choice.none"),
        content.obstacles or phrase("choice.none"),
        phrase("choice.send"),
    ]
    return Story(
        officer,
        tuple(
            arrival(
                officer.chat,
                text,
                event_id=f"{officer.chat}-{position}",
                at=NOW + timedelta(seconds=position),
            )
            for position, text in enumerate(texts)
        ),
        content,
    )


def events_of(stories: Sequence[Story]) -> list[Arrival]:
    """Everything that is said, the officers speaking by turns."""
    return [
        event for events in zip(*(story.said for story in stories), strict=True) for event in events
    ]


def is_over(tx: Connection, *, events: int) -> bool:
    """Tell whether so many events arrived, all of them are answered, and every answer is out."""
    backlog = read_backlog(tx, channels=[CHANNEL], now=NOW)
    arrived = tx.execute(select(inbox.c.id)).all()
    return len(arrived) == events and not (backlog.events_waiting or backlog.requests_waiting)


def clear(engine: Engine) -> None:
    """Empty every table."""
    with transaction(engine) as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(delete(table))


# --- what went out --------------------------------------------------------------------------


def read_diary(path: Path) -> list[Sent]:
    """What the channels of all processes sent, in order."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line)) for line in lines]


def check_nothing_lost_or_doubled(
    engine: Engine, stories: Sequence[Story], diary: Sequence[Sent]
) -> None:
    """Every event answered once, every report filed once and word for word, every answer sent.

    It looks at the channel of the stories only. How often an answer was sent is for the caller to
    say.
    """
    with reading(engine) as tx:
        events = _rows(tx, inbox, "id", "event_id", "state", "attempts")
        requests = _rows(tx, outbox, "id", "lane", "payload", "inbox_id", "state")
    number = {event_id: id_ for id_, event_id, _state, _attempts in events}
    assert sorted(number) == sorted(one.event_id for one in events_of(stories))
    assert {(state, attempts) for _id, _event, state, attempts in events} == {("done", 0)}
    _check_reports(stories, [row for row in filed(engine) if row["channel"] == CHANNEL], number)
    answers = defaultdict(list)
    for id_, lane, payload, inbox_id, state in requests:
        assert state == "sent"
        answers[lane].append((id_, lane, payload, inbox_id))
    for story in stories:
        told = answers.pop(story.officer.chat)
        # One answer to each event, in the order in which the events happened.
        assert [one[3] for one in told] == [number[one.event_id] for one in story.said]
        receipt = told[-1][2]
        assert phrase("card.receipt") in receipt
        _check_sent(diary, [one[:3] for one in told])
    assert not answers, "somebody was told something unasked"


def _check_reports(
    stories: Sequence[Story], rows: Sequence[dict[str, Any]], number: dict[str, int]
) -> None:
    by_project = {row["project_id"]: row for row in rows}
    assert len(rows) == len(by_project) == len(stories)
    for story in stories:
        row = by_project[story.officer.project_id]
        assert (
            Content(row["percent"], row["narrative"], row["problems"], row["obstacles"])
            == story.content
        )
        assert (row["period"], row["entry"], row["revision"]) == (period_of(NOW.date()), 1, 1)
        assert row["reporter_id"] == story.officer.person_id
        assert row["inbox_id"] == number[story.said[-1].event_id]


def _check_sent(diary: Sequence[Sent], told: Sequence[Sent]) -> None:
    """Each answer went out as it stands in the queue, and for the first time in its order."""
    chat = told[0][1]
    sent = [one for one in diary if one[1] == chat]
    assert set(sent) == set(told)
    assert list(dict.fromkeys(sent)) == list(told)


def _rows(tx: Connection, table: Any, *columns: str) -> list[tuple[Any, ...]]:
    chosen = [table.c[name] for name in columns]
    rows = select(*chosen).where(table.c.channel == CHANNEL).order_by(table.c.id)
    return [tuple(row) for row in tx.execute(rows)]
