"""Whoever owes more than a letter has buttons for reaches all of it from the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.dialogue.effects import Say
from handlers.dialogue.state import Choosing, State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World
from handlers.messages import Choice, Event, Outgoing, Press
from handlers.oversight.letters import reminder_letter
from handlers.owing.letter import Owed, OwedMonth, write_letter
from handlers.texts import phrases
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import Period
from storage.project_months import Missing
from storage.records import NamedProject, Person, ProjectStatus

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
POLICY = Policy()
LATE = frozenset({3, 17, 28})


def world(count: int) -> World:
    """Of so many projects some owe last month as well; the newest are the most urgent."""
    return World(
        now=NOW,
        event=1,
        person=Person(1, "มาลี", "04160200", "th", frozenset()),
        projects=tuple(
            Assigned(
                number,
                f"04160200-{number:04d}",
                f"โครงการที่ {number}",
                "กองทดลองใช้",
                2570,
                ProjectStatus.IN_PROGRESS,
                late=(OCTOBER,) if number in LATE else (),
            )
            for number in range(count, 0, -1)
        ),
        say=phrases("dialogue", "th"),
    )


def clocks_letter(count: int) -> Outgoing:
    months = {month: deadlines_of(POLICY, month) for month in (OCTOBER, NOVEMBER)}
    places = [(OCTOBER, one) for one in sorted(LATE) if one <= count]
    places += [(NOVEMBER, one) for one in range(1, count + 1)]
    named = NamedProject("04160200-0001", "สวน", "กองทดลองใช้", None)
    owed = [Owed(number, named, months[month]) for month, number in places]
    own = [OwedMonth(POLICY, one) for one in months.values()]
    return write_letter(owed, own, None, policy=POLICY, locale="th", now=NOW)


def supervisors_letter(count: int) -> Outgoing:
    missing = [
        Missing(number, f"{number:04d}", f"โครงการที่ {number}", "04160200", ())
        for number in range(count, 0, -1)
    ]
    return reminder_letter(missing, NOVEMBER, phrases("digest", "th"), by="สมศรี")


def opened(choices: tuple[Choice, ...]) -> set[int]:
    return {int(one.id.removeprefix("open.")) for one in choices if one.id.startswith("open.")}


def listed_in(state: State) -> tuple[int, ...]:
    assert isinstance(state.cursor, Choosing)
    return state.cursor.projects


def say(state: State, event: Event, there: World) -> tuple[State, Outgoing]:
    turn = step(state, event, there)
    [said] = turn.effects
    assert isinstance(said, Say)
    return turn.state, said.message


@pytest.mark.parametrize("letter", [clocks_letter, supervisors_letter])
@pytest.mark.parametrize("count", [13, 20, 30])
def test_the_first_page_goes_on_where_the_letter_ended(
    letter: Callable[[int], Outgoing], count: int
) -> None:
    there, shown = world(count), letter(count)
    [others] = [one for one in shown.choices if one.id.startswith("others.")]
    state, _said = say(State(), Press(0, others.id), there)
    reached, pages = opened(shown.choices), 0
    while len(reached) < count:
        listed = listed_in(state)[8 * pages :][:8]
        assert pages or listed[0] not in reached
        reached |= set(listed)
        pages += 1
        if len(reached) < count:
            state, _said = say(state, Press(state.ask, "more"), there)
    assert pages <= 1 + count // 8


def test_whoever_reported_meanwhile_misses_nothing() -> None:
    """What was reported is listed no more, and what had a button comes last."""
    there, shown = world(30), supervisors_letter(30)
    there = replace(there, projects=tuple(one for one in there.projects if one.id not in {2, 5}))
    state, said = say(State(), Press(0, shown.choices[-1].id), there)
    assert listed_in(state)[:3] == (9, 10, 11)
    assert set(listed_in(state)[-8:]) == {3, 17, 28, 1, 4, 6, 7, 8}
    assert "1. โครงการที่ 9" in said.text


def test_a_draft_is_offered_first() -> None:
    there = world(20)
    state, said = say(State(), Press(0, "open.4"), there)
    state, said = say(state, Press(0, "others.2026-11.11"), there)
    assert said.text.startswith("มีร่างรายงานค้างอยู่: โครงการที่ 4")
    state, _said = say(state, Press(state.ask, "aside"), there)
    assert {*listed_in(state)} == {*range(1, 21)} - {4}


@pytest.mark.parametrize("choice", ["others.2026-13.4", "others.2026-11.x", "others.4", "others"])
def test_a_button_that_nobody_wrote_does_nothing(choice: str) -> None:
    state, said = say(State(), Press(0, choice), world(3))
    assert state == State()
    assert "ปุ่ม" in said.text
