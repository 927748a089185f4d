"""What a message that is taken back means: its words and files leave the draft, and only that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.dialogue.answers import read_percent_answer
from handlers.dialogue.beginning import resume
from handlers.dialogue.effects import Forget
from handlers.dialogue.happenings import TakenBack
from handlers.dialogue.move import Move
from handlers.dialogue.state import (
    UNNOTED,
    Answering,
    Asked,
    Confirming,
    Cursor,
    Detaching,
    Draft,
    Idle,
    Offering,
    Overtaken,
    Reviewing,
    State,
)
from handlers.dialogue.world import World
from handlers.thai.reading import Bad
from handlers.thai.text import clean
from storage.records import Content


def take_back(state: State, taken: TakenBack, world: World) -> Move:
    """Take a message out of the draft and ask again; nothing is said where it was in none.

    A report that was sent is not altered: the person is told that it still has the words.
    """
    after = state
    for event, words in taken.words.items():
        if text := clean(words):
            after = _without_message(after, event, text, world)
    numbers = tuple(one.id for one in taken.evidence)
    after = _without_evidence(after, numbers)
    notes = tuple(_notes(state, after, taken, world))
    effects = (Forget(numbers),) if numbers else ()
    if not notes:
        return Move(after, effects=effects, silent=True)
    return Move(after, notes, effects)


def _notes(before: State, after: State, taken: TakenBack, world: World) -> Iterator[str]:
    if after != before:
        yield world.say("say.taken_back")
    contents = [
        project.last.content
        for project in world.projects
        if project.last is not None and project.last.reporter_id == world.person.id
    ]
    words = list(filter(None, map(clean, taken.words.values())))
    in_report = any(_holds(content, text) for content in contents for text in words)
    if in_report or any(one.filed for one in taken.evidence):
        yield world.say("say.taken_back_filed", revise=world.say("choice.revise"))


def _holds(content: Content, text: str) -> bool:
    in_narrative = _cut(content.narrative, text) != content.narrative
    return in_narrative or text in (content.problems, content.obstacles)


def _without_evidence(state: State, numbers: tuple[int, ...]) -> State:
    def without(held: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in held if number not in numbers)

    match state.cursor:
        case Idle(Draft() as undo):
            cursor: Cursor = Idle(replace(undo, evidence=without(undo.evidence)))
        case Detaching(shown):
            cursor = Detaching(without(shown)) if without(shown) else Reviewing()
        case cursor:
            pass
    draft = state.draft and replace(state.draft, evidence=without(state.draft.evidence))
    kept = tuple(replace(one, evidence=without(one.evidence)) for one in state.kept)
    return replace(state, cursor=cursor, draft=draft, kept=kept)


def _without_message(state: State, event: int, text: str, world: World) -> State:
    kept = tuple(_reduced(one, event, text, world) for one in state.kept)
    state = replace(state, kept=kept)
    match state.cursor:
        case Idle(Draft() as undo):
            return replace(state, cursor=Idle(_reduced(undo, event, text, world)))
    if state.draft is None:
        return state
    draft = _reduced(state.draft, event, text, world)
    cursor = _asked_again(state.cursor, state.draft, draft, event, text)
    if isinstance(cursor, Answering) and cursor.asked is not Asked.NARRATIVE and draft.gathered:
        # The way to another question must not lose what is left of a text that was begun.
        draft = draft.answered(Asked.NARRATIVE, draft.gathered, by=draft.gathered_by)
    return replace(state, cursor=cursor, draft=draft)


def _asked_again(cursor: Cursor, before: Draft, after: Draft, event: int, text: str) -> Cursor:
    """Find the question to be put again, where words of its answer are gone."""
    lost = before.answers.keys() - after.answers.keys()
    match cursor:
        case Offering(paused):
            again = _asked_again(paused, before, after, event, text)
            assert isinstance(again, Answering | Confirming | Reviewing | Overtaken)
            return Offering(again)
        case Confirming(asked, answer, said, by=by, editing=editing) if not lost:
            same = text == said or (isinstance(answer, str) and _cut(answer, text) != answer)
            gone = event in by or (UNNOTED in by and same)
            return Answering(asked, editing=editing) if gone else cursor
        case Answering() | Confirming() | Reviewing() | Detaching() | Overtaken() if lost:
            return resume(after)
        case _:
            return cursor


def _reduced(draft: Draft, event: int, text: str, world: World) -> Draft:
    """Give a draft without a message; of a narrative that was finished the rest is begun anew."""
    asked = _asked_by(draft, event) or _asked_with(draft, text, world)
    if asked is None:
        return draft
    if asked is not Asked.NARRATIVE:
        return _unanswered(draft, asked)
    if _is_from(event, draft.gathered_by):
        draft = replace(
            draft,
            gathered=_cut(draft.gathered, text),
            gathered_by=_without(draft.gathered_by, event),
        )
    by = draft.given.get(asked, ())
    narrative = draft.words(asked)
    if narrative is None or not _is_from(event, by):
        return draft
    draft = _unanswered(draft, asked)
    rest = _cut(narrative, text)
    if draft.gathered or not rest:
        return draft
    return replace(draft, gathered=rest, gathered_by=_without(by, event))


def _asked_by(draft: Draft, event: int) -> Asked | None:
    """Find the question that a message answered."""
    if event in draft.gathered_by:
        return Asked.NARRATIVE
    return next((asked for asked, by in draft.given.items() if event in by), None)


def _asked_with(draft: Draft, text: str, world: World) -> Asked | None:
    """Find the last question that was answered with these words in an event that nobody noted."""
    if UNNOTED in draft.gathered_by and _cut(draft.gathered, text) != draft.gathered:
        return Asked.NARRATIVE
    unnoted = [asked for asked in Asked if UNNOTED in draft.given.get(asked, ())]
    found = (asked for asked in reversed(unnoted) if _is_answer(text, asked, draft, world))
    return next(found, None)


def _is_from(event: int, by: tuple[int, ...]) -> bool:
    return event in by or UNNOTED in by


def _without(by: tuple[int, ...], event: int) -> tuple[int, ...]:
    return tuple(one for one in by if one != event)


def _unanswered(draft: Draft, asked: Asked) -> Draft:
    answers = {one: answer for one, answer in draft.answers.items() if one is not asked}
    given = {one: by for one, by in draft.given.items() if one is not asked}
    return replace(draft, answers=answers, given=given)


def _is_answer(text: str, asked: Asked, draft: Draft, world: World) -> bool:
    answer = draft.answers[asked]
    match asked, answer:
        case Asked.PERCENT, _:
            project = world.project(draft.project_id)
            read = read_percent_answer(text, project) if project else None
            return read is not None and not isinstance(read, Bad) and read.value == answer
        case Asked.NARRATIVE, str(narrative):
            return _cut(narrative, text) != narrative
        case _:
            return answer == text


def _cut(text: str, words: str) -> str:
    """Take the last message of these words out of a text that has one message after another."""
    before, found, after = f"\n{text}\n".rpartition(f"\n{words}\n")
    return f"{before}\n{after}".strip("\n") if found else text
