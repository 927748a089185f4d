from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handlers.dialogue.answers import TEXT_LIMITS
from handlers.dialogue.state import Asked
from tests.turns.office import filed, open_office, phrase, press_of, tell

LIMIT = TEXT_LIMITS[Asked.NARRATIVE]


def test_text_over_the_limit_is_told_with_the_limit_and_what_came_before_is_kept(
    database: Engine,
) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "รายงาน", "45", "ขุดลอกคลองแล้ว")
    told = tell(database, officer.chat, "ก" * LIMIT)
    assert phrase("say.too_long", length=LIMIT + 14, limit=LIMIT) in told
    tell(database, officer.chat, "ต่อท้าย", "ครบแล้ว", "ไม่มี", "ไม่มี", "ส่งรายงาน")
    [row] = filed(database)
    assert row["narrative"] == "ขุดลอกคลองแล้ว\nต่อท้าย"


@pytest.mark.parametrize("parts", [1, 3])
def test_text_of_just_the_limit_is_filed_to_the_last_letter(sqlite: Engine, parts: int) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", "45")
    pieces = ["ก" * (LIMIT // parts) for _ in range(parts)]
    tell(sqlite, officer.chat, *pieces, "ครบแล้ว", "ไม่มี", "ไม่มี")
    tell(sqlite, officer.chat, press_of(sqlite, officer.chat, "send"))
    [row] = filed(sqlite)
    assert row["narrative"] == "\n".join(pieces)


@pytest.mark.parametrize("asked", [Asked.PROBLEMS, Asked.OBSTACLES])
def test_so_it_is_with_problems_and_obstacles(sqlite: Engine, asked: Asked) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว")
    if asked is Asked.OBSTACLES:
        tell(sqlite, officer.chat, "ไม่มี")
    limit = TEXT_LIMITS[asked]
    told = tell(sqlite, officer.chat, "ก" * (limit + 1))
    assert phrase("say.too_long", length=limit + 1, limit=limit) in told
    tell(sqlite, officer.chat, "ก" * limit)
    if asked is Asked.PROBLEMS:
        tell(sqlite, officer.chat, "ไม่มี")
    tell(sqlite, officer.chat, "ส่งรายงาน")
    [row] = filed(sqlite)
    assert row[asked] == "ก" * limit
