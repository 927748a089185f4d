"""States that older releases have written are read as they were meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handlers.dialogue.codec import VERSION, dump_state, load_state
from handlers.dialogue.state import Filed, Idle

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
