"""States that older releases have written are read as they were meant."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers.dialogue.codec import VERSION, dump_state, load_state
from handlers.dialogue.errand_cursors import LeaveGiven, Leaving
from handlers.dialogue.happenings import TakenBack
from handlers.dialogue.state import Asked, Filed, Idle, State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World
from handlers.texts import phrases
from storage.records import Person, ProjectStatus

STATES = Path(__file__).parent / "states"
VERSION_1 = json.loads((STATES / "version_1.json").read_text(encoding="utf-8"))


def test_there_is_a_state_of_every_version() -> None:
    names = {path.stem for path in STATES.glob("*.json")}
    assert names == {f"version_{number}" for number in range(1, VERSION + 1)}


@pytest.mark.parametrize("path", sorted(STATES.glob("*.json")), ids=lambda path: path.stem)
def test_every_version_is_read_as_the_same_draft(path: Path) -> None:
    state = load_state(path.read_text(encoding="utf-8"))
    assert state == load_state(json.dumps(VERSION_1))
    assert json.loads(dump_state(state))["version"] == VERSION


def test_a_draft_that_was_cancelled_before_there_were_files_can_be_read() -> None:
    cancelled = {
        **VERSION_1,
        "draft": None,
        "cursor": {"at": "idle", "undo": VERSION_1["draft"]},
    }
    state = load_state(json.dumps(cancelled))
    assert isinstance(state.cursor, Idle)
    assert state.cursor.undo is not None
    assert state.cursor.undo.evidence == ()


def test_a_receipt_from_before_there_were_files_can_be_read() -> None:
    receipt = {
        "at": "filed",
        "project": 7,
        "period": "2026-11",
        "number": "6911-000001",
        "percent": "45",
        "time": "2026-11-25T02:00:00+00:00",
    }
    state = load_state(json.dumps({**VERSION_1, "draft": None, "cursor": receipt}))
    assert isinstance(state.cursor, Filed)
    assert state.cursor.evidence == ()


@pytest.mark.parametrize(
    ("words", "lost", "left"),
    [
        ("ฝนตกหนัก", Asked.OBSTACLES, ""),
        ("62.5", Asked.PERCENT, ""),
        ("และวางท่อน้ำ", Asked.NARRATIVE, "ปลูกต้นไม้แล้ว 40 ต้น"),
    ],
)
def test_what_is_taken_back_after_the_upgrade_is_found_by_its_words(
    words: str, lost: Asked, left: str
) -> None:
    state = load_state(json.dumps(VERSION_1))
    project = Assigned(
        id=7,
        code="04160200-0001",
        name="โครงการสวนริมคลอง",
        unit="กองทดลองใช้",
        fiscal_year=2570,
        status=ProjectStatus.IN_PROGRESS,
    )
    world = World(
        now=datetime(2026, 11, 25, 2, tzinfo=UTC),
        event=12,
        person=Person(1, "มาลี", "04160200", "th", frozenset()),
        projects=(project,),
        say=phrases("dialogue", "th"),
    )
    draft = step(state, TakenBack({11: words}), world).state.draft
    assert state.draft is not None
    assert draft is not None
    assert state.draft.answers.keys() - draft.answers.keys() == {lost}
    assert draft.gathered == left


def test_a_leave_begun_before_there_were_later_ones_begins_today() -> None:
    given = {"at": "leave_given", "until": "2026-11-27", "stand_in": 2}
    for stored, cursor in (
        ({"at": "leaving"}, Leaving()),
        (given, LeaveGiven(date(2026, 11, 27), 2)),
    ):
        state = load_state(json.dumps({**json.loads(dump_state(State())), "cursor": stored}))
        assert state.cursor == cursor
