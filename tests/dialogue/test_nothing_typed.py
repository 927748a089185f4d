"""Letters that nobody can see are no answer."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from handlers.dialogue.state import Answer, Answering, Asked, Draft, State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World
from handlers.messages import Text
from handlers.texts import phrases
from storage.periods import Period
from storage.records import Person, ProjectStatus

WORLD = World(
    now=datetime(2026, 11, 25, 2, tzinfo=UTC),
    event=12,
    person=Person(1, "มาลี", "04160200", "th", frozenset()),
    projects=(Assigned(7, "04160200-0001", "สวนริมคลอง", "กอง", 2570, ProjectStatus.IN_PROGRESS),),
    say=phrases("dialogue", "th"),
)


@pytest.mark.parametrize("asked", Asked)
@pytest.mark.parametrize("text", ["\u200b", "\x15", " \n"])
def test_what_cannot_be_seen_answers_nothing(asked: Asked, text: str) -> None:
    earlier: dict[Asked, Answer] = {
        Asked.PERCENT: Decimal(4),
        Asked.NARRATIVE: "ขุดแล้ว",
        Asked.PROBLEMS: None,
    }
    answers = {one: earlier[one] for one in Asked if one in earlier and one is not asked}
    draft = Draft(7, Period(2026, 11), answers=answers)
    state = State(ask=3, cursor=Answering(asked), draft=draft)
    turn = step(state, Text(text), WORLD)
    assert turn.state == state
    assert turn.effects
