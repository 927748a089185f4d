"""The moves of the conversation. Each takes where it stands and gives where it stands next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.dialogue.answers import TEXT_LIMITS, doubts_of, read_percent_answer, read_words
from handlers.dialogue.effects import Effect, File
from handlers.dialogue.state import (
    Answer,
    Answering,
    Asked,
    Choosing,
    Confirming,
    Doubted,
    Draft,
    Erasing,
    Filed,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.world import Assigned, World, receipt_number
from handlers.texts import Phrases
from handlers.thai.reading import Bad, Doubtful
from handlers.thai.words import says_done, says_no, says_yes


@dataclass(frozen=True, slots=True)
class Move:
    """Where the conversation goes: what is noted above the next question, and what is done.

    `again` puts the question on screen once more even if it stays the same; `missed` counts an
    answer that was not understood; `say` is the language from here on, where it changes.
    """

    state: State
    notes: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    again: bool = True
    missed: bool = False
    say: Phrases | None = None


# --- beginning ------------------------------------------------------------------------------


def begin(state: State, world: World) -> Move:
    """Start a report: offer the waiting draft, go straight into a single project, or choose."""
    if state.draft is not None:
        return Move(offer(state, state.draft))
    if not world.projects:
        return Move(replace(state, cursor=Idle()), (world.say("say.no_projects"),))
    listed = world.owed or world.projects
    if len(listed) == 1:
        return Move(open_project(state, listed[0], world))
    return Move(choose_project(state, world))


def choose_project(state: State, world: World) -> State:
    """List what is owed; where nothing is, every project that can be corrected or added to."""
    listed = world.owed or world.projects
    return replace(state, cursor=Choosing(tuple(project.id for project in listed)))


def offer(state: State, draft: Draft) -> State:
    match state.cursor:
        case Answering() | Confirming() | Reviewing() | Overtaken() as paused:
            return replace(state, cursor=Offering(paused))
        case Offering():
            return state
        case _:
            return replace(state, cursor=Offering(resume(draft)))


def open_project(state: State, project: Assigned, world: World) -> State:
    """Begin a report of `project`, or ask what is meant where the month has one already."""
    if project.reported(world.period):
        return replace(state, cursor=Reopening(project.id))
    return begin_new(state, project, world)


def begin_new(state: State, project: Assigned, world: World) -> State:
    seen = project.last.id if project.last else None
    draft = Draft(project.id, world.period, seen=seen)
    return replace(state, cursor=Answering(Asked.PERCENT), draft=draft)


def begin_correction(state: State, project: Assigned) -> State:
    """Begin the next revision of the newest report, all its answers filled in."""
    last = project.last
    assert last is not None
    content = last.content
    draft = Draft(
        project.id,
        last.period,
        entry=last.entry,
        revision=last.revision,
        seen=last.id,
        answers={
            Asked.PERCENT: content.percent,
            Asked.NARRATIVE: content.narrative,
            Asked.PROBLEMS: content.problems,
            Asked.OBSTACLES: content.obstacles,
        },
    )
    return replace(state, cursor=Reviewing(), draft=draft)


# --- answering ------------------------------------------------------------------------------


def answer(state: State, text: str, world: World) -> Move:
    """Read typed text as the answer to the question on screen."""
    draft = state.draft
    match state.cursor:
        case Answering(asked) if draft is not None:
            return _answer(state, draft, asked, text, world)
        case Confirming(asked) if draft is not None:
            return _answer_doubt(state, draft, asked, text, world)
        case Idle() | Filed():
            return Move(state, (world.say("say.idle"),), again=False)
        case Overtaken() | Erasing() if says_no(text):
            return turn_down(state, world)
        case _:
            return Move(state, (world.say("say.choose_a_button"),), missed=True)


def _answer(state: State, draft: Draft, asked: Asked, text: str, world: World) -> Move:
    if asked is Asked.PERCENT:
        return _answer_percent(state, draft, text, world)
    length = len(draft.gathered) + len(text)
    if length > TEXT_LIMITS[asked]:
        note = world.say("say.too_long", length=length, limit=TEXT_LIMITS[asked])
        return Move(state, (note,), missed=True)
    if asked is Asked.NARRATIVE:
        if draft.gathered and says_done(text):
            return finish_narrative(state, draft, world)
        joined = f"{draft.gathered}\n{text}" if draft.gathered else text
        return Move(replace(state, draft=replace(draft, gathered=joined)))
    project = _project_of(draft, world)
    return accept(state, draft, asked, read_words(asked, text, project), world, said=text)


def _answer_percent(state: State, draft: Draft, text: str, world: World) -> Move:
    match read_percent_answer(text, _project_of(draft, world)):
        case Bad(reason):
            note = world.say(f"bad.{reason}", said=text) + "\n" + world.say("say.help_percent")
            return Move(state, (note,), missed=True)
        case Doubtful(value, doubt):
            doubts = (Doubted(doubt.value),)
            return accept(state, draft, Asked.PERCENT, value, world, said=text, doubts=doubts)
        case good:
            return accept(state, draft, Asked.PERCENT, good.value, world, said=text)


def _answer_doubt(state: State, draft: Draft, asked: Asked, text: str, world: World) -> Move:
    if says_yes(text):
        return confirm(state, draft, world)
    if says_no(text):
        return turn_down(state, world)
    if asked is Asked.PERCENT:
        return _answer_percent(state, draft, text, world)
    return Move(state, (world.say("say.choose_a_button"),), missed=True)


def accept(
    state: State,
    draft: Draft,
    asked: Asked,
    value: Answer,
    world: World,
    *,
    said: str = "",
    doubts: tuple[Doubted, ...] = (),
) -> Move:
    """Take an answer into the draft, or ask back first where there is reason to doubt it."""
    doubts += doubts_of(asked, value, draft, _project_of(draft, world))
    if doubts:
        doubted = Confirming(asked, value, said, doubts, editing=_editing(state))
        return Move(replace(state, cursor=doubted))
    return go_on(state, draft.answered(asked, value), editing=_editing(state))


def go_on(state: State, draft: Draft, *, editing: bool) -> Move:
    """Go to the first question without an answer; to the review when none is left."""
    draft = replace(draft, gathered="")
    return Move(replace(state, cursor=Reviewing() if editing else resume(draft), draft=draft))


def resume(draft: Draft) -> Answering | Reviewing:
    """Find the question at which a draft goes on."""
    asked = draft.next_question
    return Reviewing() if asked is None else Answering(asked)


def finish_narrative(state: State, draft: Draft, world: World) -> Move:
    if not draft.gathered:
        note = world.say("say.empty_narrative", done=world.say("choice.done"))
        return Move(state, (note,), missed=True)
    return accept(state, draft, Asked.NARRATIVE, draft.gathered, world)


def confirm(state: State, draft: Draft, world: World) -> Move:
    """The doubtful answer was meant."""
    match state.cursor:
        case Confirming(asked, value, _said, _doubts, editing):
            return go_on(state, draft.answered(asked, value), editing=editing)
        case Overtaken():
            return send(state, draft, world, knowingly=True)
        case _:
            return Move(state)


def turn_down(state: State, world: World) -> Move:
    """The doubtful answer, or the deed asked about, was not meant."""
    match state.cursor:
        case Confirming(Asked.NARRATIVE, str(narrative)):
            # What is doubted beside a narrative is the 100: the text stays, the percent is asked.
            assert state.draft is not None
            draft = replace(state.draft.answered(Asked.NARRATIVE, narrative), gathered="")
            return Move(replace(state, cursor=Answering(Asked.PERCENT), draft=draft))
        case Confirming(asked, editing=editing):
            return Move(replace(state, cursor=Answering(asked, editing=editing)))
        case Overtaken():
            return Move(replace(state, cursor=Reviewing()))
        case Erasing():
            cursor = resume(state.draft) if state.draft else Idle()
            return Move(replace(state, cursor=cursor), (world.say("say.kept"),))
        case _:
            return Move(state)


def _editing(state: State) -> bool:
    match state.cursor:
        case Answering(editing=editing) | Confirming(editing=editing):
            return editing
        case _:
            return False


def _project_of(draft: Draft, world: World) -> Assigned:
    project = world.project(draft.project_id)
    assert project is not None, "step lets go of a draft whose project is gone"
    return project


# --- sending --------------------------------------------------------------------------------


def send(state: State, draft: Draft, world: World, *, knowingly: bool = False) -> Move:
    """File the report and show its receipt, unless somebody reported in the meantime."""
    project = _project_of(draft, world)
    newest = project.last.id if project.last else None
    if newest != draft.seen and not knowingly:
        return Move(replace(state, cursor=Overtaken()))
    overtaken = newest != draft.seen
    if draft.revision and not overtaken and project.last and project.last.content == draft.content:
        return Move(state, (world.say("say.unchanged"),), missed=True)
    filed = File(
        draft.project_id,
        draft.period,
        # What was to be corrected is no longer the newest: the report is filed beside it.
        entry=0 if overtaken else draft.entry,
        revision=0 if overtaken else draft.revision,
        content=draft.content,
    )
    receipt = Filed(
        draft.project_id,
        draft.period,
        receipt_number(draft.period, world.event),
        draft.content.percent,
        world.now,
    )
    return Move(replace(state, cursor=receipt, draft=None), effects=(filed,))
