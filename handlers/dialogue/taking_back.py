"""What a message that is taken back means: its words and files leave the draft, and only that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.dialogue.answers import read_percent_answer
from handlers.dialogue.beginning import resume
from handlers.dialogue.effects import Forget
from handlers.dialogue.happenings import TakenBack
from handlers.dialogue.move import Move
from handlers.dialogue.state import (
    Answer,
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
    for text in filter(None, map(clean, taken.words)):
        after = _without_words(after, text, world)
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
    words = list(filter(None, map(clean, taken.words)))
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
    return replace(state, cursor=cursor, draft=draft)


def _without_words(state: State, text: str, world: World) -> State:
    match state.cursor:
        case Idle(Draft() as undo):
            return replace(state, cursor=Idle(_reduced(undo, text, world)))
    if state.draft is None:
        return state
    draft = _reduced(state.draft, text, world)
    cursor = _asked_again(state.cursor, state.draft, draft, text)
    if isinstance(cursor, Answering) and cursor.asked is not Asked.NARRATIVE and draft.gathered:
        # The way to another question must not lose what is left of a text that was begun.
        draft = replace(draft.answered(Asked.NARRATIVE, draft.gathered), gathered="")
    return replace(state, cursor=cursor, draft=draft)


def _asked_again(cursor: Cursor, before: Draft, after: Draft, text: str) -> Cursor:
    """Find the question to be put again, where words of its answer are gone."""
    lost = before.answers.keys() - after.answers.keys()
    match cursor:
        case Offering(paused):
            again = _asked_again(paused, before, after, text)
            assert isinstance(again, Answering | Confirming | Reviewing | Overtaken)
            return Offering(again)
        case Confirming(asked, answer, said, editing=editing) if not lost:
            gone = text == said or (isinstance(answer, str) and _cut(answer, text) != answer)
            return Answering(asked, editing=editing) if gone else cursor
        case Answering() | Confirming() | Reviewing() | Detaching() | Overtaken() if lost:
            return resume(after)
        case _:
            return cursor


def _reduced(draft: Draft, text: str, world: World) -> Draft:
    """Give a draft without the words; of a narrative that was finished the rest is begun anew."""
    gathered = _cut(draft.gathered, text)
    answers: Mapping[Asked, Answer] = {
        asked: answer
        for asked, answer in draft.answers.items()
        if not _is_answer(text, asked, answer, draft, world)
    }
    narrative = draft.words(Asked.NARRATIVE)
    if narrative is not None and Asked.NARRATIVE not in answers:
        gathered = gathered or _cut(narrative, text)
    return replace(draft, gathered=gathered, answers=answers)


def _is_answer(text: str, asked: Asked, answer: Answer, draft: Draft, world: World) -> bool:
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
