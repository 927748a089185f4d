"""What a supervisor writes about is named at the question, to whoever may write about it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine

from handlers.conversation import read_world
from handlers.dialogue.standing import ASK
from handlers.dialogue.state import Idle
from handlers.dialogue.supervising import writing_begun
from handlers.errands.facts import with_errand_facts
from handlers.messages import Press, Text
from storage.db import transaction
from storage.people import person_by_id
from tests.oversight.city import NOW, OTHER, SOUTH, add_supervisor, found_city


def subject(tx: Connection, person_id: int, choice: str, *, on_screen: bool) -> str | None:
    """Give what is named when a button is pressed, or when its question stands on screen."""
    person, asked = person_by_id(tx, person_id), writing_begun(choice)
    assert person is not None
    assert asked is not None
    world = read_world(tx, person, event_id=1, now=NOW)
    cursor, event = (asked, Text("สถานะ")) if on_screen else (Idle(), Press(ASK, choice))
    return with_errand_facts(tx, world, cursor, event).subjects.get(asked)


@pytest.mark.parametrize("on_screen", [False, True])
@pytest.mark.parametrize("deed", ["comment", "reopen", "decline"])
def test_only_who_may_write_about_a_project_reads_its_name(
    database: Engine, deed: str, on_screen: bool
) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ตามแผน"]
        # Its reports are the first of all.
        choice = "comment.1" if deed == "comment" else f"{deed}.{project_id}.2026-11"
        theirs = add_supervisor(tx, "สมศรี", SOUTH)
        stranger = add_supervisor(tx, "ดวงใจ", OTHER)
        named = subject(tx, theirs, choice, on_screen=on_screen)
        assert named is not None
        assert named.startswith("ตามแผน (ฝ่ายคลองใต้)")
        assert subject(tx, stranger, choice, on_screen=on_screen) is None


def test_of_what_does_not_exist_nothing_is_named(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        theirs = add_supervisor(tx, "สมศรี", SOUTH)
        for choice in (f"comment.{2**31 - 1}", f"reopen.{2**31 - 1}.2026-11"):
            assert subject(tx, theirs, choice, on_screen=False) is None
