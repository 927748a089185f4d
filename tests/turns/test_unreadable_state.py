"""Stored conversations that cannot be read, or that no longer fit the questions there are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from storage.db import reading, transaction
from storage.tables import dialogue, dialogue_audit
from tests.turns.office import (
    NOW,
    Officer,
    answers,
    filed,
    open_office,
    phrase,
    press_of,
    shown,
    states,
    tell,
)

REPORT = ("45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ฝนตก")


def stored(engine: Engine) -> Any:
    with reading(engine) as tx:
        return json.loads(tx.execute(select(dialogue.c.state)).scalar_one())


def store(engine: Engine, state: str) -> None:
    with transaction(engine) as tx:
        tx.execute(update(dialogue).values(state=state))


def change(engine: Engine, path: str, value: Any) -> str:
    """Put `value` at a place such as "draft.answers.percent"; gives the state as it then is."""
    state = stored(engine)
    place = state
    *way, last = path.split(".")
    for key in way:
        place = place[key]
    place[last] = value
    text = json.dumps(state, ensure_ascii=False)
    store(engine, text)
    return text


def check_started_over(engine: Engine, officer: Officer, state: str) -> None:
    """It is said, nothing is lost, nothing old counts, and a new report goes through."""
    asked = shown(engine, officer.chat)[-1]["ask"]
    told = tell(engine, officer.chat, "ต่อ")
    assert told == phrase("say.started_over")
    with reading(engine) as tx:
        columns = dialogue_audit.c.person_id, dialogue_audit.c.state, dialogue_audit.c.at
        assert tx.execute(select(*columns)).all() == [(officer.person_id, state, NOW)]
    tell(engine, officer.chat, {"press": f"{asked}.send"}, {"press": f"{asked}.none"})
    assert filed(engine) == []
    tell(engine, officer.chat, "รายงาน", *REPORT)
    assert shown(engine, officer.chat)[-1]["ask"] > asked
    tell(engine, officer.chat, "ส่งรายงาน")
    assert len(filed(engine)) == 1
    assert {state for state, _attempts in states(engine)} == {"done"}
    assert phrase("say.set_aside") not in answers(engine, officer.chat)


NO_JSON = ["{nonsense", "[]", "null", "7", '"text"', "{}", "[" * 100_000, '{"version": 1}']


@pytest.mark.parametrize("state", NO_JSON, ids=lambda state: state[:20])
def test_what_is_no_conversation_is_kept_and_the_person_starts_over(
    sqlite: Engine, state: str
) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", *REPORT)
    store(sqlite, state)
    check_started_over(sqlite, officer, state)


def test_so_it_is_on_both_databases(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "รายงาน", *REPORT)
    check_started_over(database, officer, change(database, "cursor.at", "dancing"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", 99),
        ("version", None),
        ("cursor", None),
        ("cursor.at", "answering"),
        ("draft", None),
        ("draft.period", "2026-13"),
        ("draft.answers.percent", "forty-five"),
        ("draft.answers.percent", None),
        ("draft.answers.percent", {"percent": "NaN"}),
        ("draft.answers.percent", {"percent": "101"}),
        ("draft.answers.narrative", None),
        ("draft.answers.weather", "ฝนตก"),
        ("draft.project", "one"),
    ],
)
def test_what_no_program_of_ours_wrote_is_kept_and_the_person_starts_over(
    sqlite: Engine, path: str, value: Any
) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", *REPORT)
    check_started_over(sqlite, officer, change(sqlite, path, value))


@pytest.mark.parametrize("paused", [False, True], ids=["at the review", "offered again"])
@pytest.mark.parametrize("missing", ["percent", "narrative", "problems", "obstacles"])
def test_a_draft_from_before_a_question_was_added_is_asked_that_question(
    sqlite: Engine, missing: str, paused: bool
) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", *REPORT)
    if paused:
        tell(sqlite, officer.chat, "รายงาน")
    kept = stored(sqlite)["draft"]["answers"]
    answer = kept.pop(missing)
    change(sqlite, "draft.answers", kept)
    tell(sqlite, officer.chat, "รายงาน", "ทำต่อ")
    assert stored(sqlite)["cursor"]["asked"] == missing
    match missing:
        case "percent":
            tell(sqlite, officer.chat, answer["percent"])
        case "narrative":
            tell(sqlite, officer.chat, answer, "ครบแล้ว")
        case _:
            tell(sqlite, officer.chat, answer or "ไม่มี")
    tell(sqlite, officer.chat, press_of(sqlite, officer.chat, "send"))
    [row] = filed(sqlite)
    assert [row[name] for name in ("narrative", "problems", "obstacles")] == [
        "ขุดลอกคลองแล้ว",
        None,
        "ฝนตก",
    ]


def test_so_is_one_that_was_being_edited(sqlite: Engine) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", *REPORT, "แก้ร้อยละ")
    kept = stored(sqlite)["draft"]["answers"]
    del kept["problems"]
    change(sqlite, "draft.answers", kept)
    tell(sqlite, officer.chat, "50")
    assert stored(sqlite)["cursor"]["asked"] == "problems"
    tell(sqlite, officer.chat, "ไม่มี", "ส่งรายงาน")
    assert len(filed(sqlite)) == 1
