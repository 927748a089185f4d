"""The buttons of each question, and finding the one that a person typed instead of pressing."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from handlers.dialogue.answers import COMPLETE, last_words
from handlers.dialogue.errand_choices import errand_choices
from handlers.dialogue.errand_cursors import Errand
from handlers.dialogue.evidence import say_name
from handlers.dialogue.figure_choices import due_choice
from handlers.dialogue.kept_drafts import is_locked
from handlers.dialogue.paging import number_choices
from handlers.dialogue.receipts import still_owed
from handlers.dialogue.state import (
    PATIENCE,
    Answering,
    Asked,
    Choosing,
    Confirming,
    Cursor,
    Detaching,
    Erasing,
    Filed,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.world import Assigned, World
from handlers.messages import Choice, Tone
from storage.records import ProjectStatus

STEPS = {"add.5": Decimal(5), "add.10": Decimal(10)}
TONES = {"send": Tone.PRIMARY, "done": Tone.PRIMARY, "next": Tone.PRIMARY}


def choices(state: State, world: World) -> tuple[Choice, ...]:
    """Give the buttons of the question on screen, in the order in which they are numbered."""
    if isinstance(state.cursor, Choosing):
        return _projects(state.cursor, world)
    if isinstance(state.cursor, Detaching):
        return _evidence(state.cursor, world)
    if isinstance(state.cursor, Errand):
        help_ = (Choice("help", world.say("choice.help")),) if state.misses >= PATIENCE else ()
        return (*errand_choices(state.cursor, world), *help_)
    keys = _keys(state, world)
    if state.misses >= PATIENCE:
        keys += ("help",)
    plain = tuple(
        Choice(key, world.say(f"choice.{_label(key, state.cursor)}"), TONES.get(key, Tone.PLAIN))
        for key in keys
    )
    match state.cursor:
        case Filed() | Reopening():
            return (*plain, *due_choice(world))
        case _:
            return plain


def older_choices(state: State, world: World) -> tuple[Choice, ...]:
    """Give what an older copy of the question on screen may bear, whose month was locked since.

    Or opened: whoever presses it is told so.
    """
    keys: tuple[str, ...]
    match state.cursor:
        case Reviewing():
            keys = ("send", "ask_reopening")
        case Offering():
            keys = ("ask_reopening",)
        case _:
            return ()
    shown = {one.id for one in choices(state, world)}
    return tuple(Choice(key, world.say(f"choice.{key}")) for key in keys if key not in shown)


def _label(key: str, cursor: Cursor) -> str:
    match cursor:
        case Answering(Asked.PROBLEMS | Asked.OBSTACLES) if key == "same":
            return "same_words"
        case _:
            return key.replace(".", "_")


def _projects(cursor: Choosing, world: World) -> tuple[Choice, ...]:
    say = world.say
    names = [one.name for one in map(world.project, cursor.projects) if one is not None]
    numbered = number_choices(names, cursor.page, say, more=say("choice.more"))
    return (*numbered, *due_choice(world), Choice("cancel", say("choice.cancel")))


def _evidence(cursor: Detaching, world: World) -> tuple[Choice, ...]:
    # Together they must not be more than the twelve that fit on every screen beside "help".
    return (
        *(
            Choice(f"drop.{number}", say_name(number, world.evidence.get(shown), world.say))
            for number, shown in enumerate(cursor.shown, start=1)
        ),
        Choice("drop.all", world.say("choice.drop_all")),
        Choice("back", world.say("choice.back")),
    )


def _keys(state: State, world: World) -> tuple[str, ...]:
    if isinstance(state.cursor, Choosing | Detaching | Errand):
        return ()
    match state.cursor:
        case Idle(undo):
            return ("restore", "begin") if undo else ()
        case Reopening():
            return ("revise", "another", "cancel")
        case Answering(asked):
            return _answers(asked, state, world)
        case Confirming():
            return ("yes", "no", "cancel")
        case Reviewing():
            edits = tuple(f"edit.{asked}" for asked in Asked)
            attached = state.draft is not None and state.draft.evidence
            evidence = ("edit.evidence",) if attached else ()
            first = "ask_reopening" if _is_locked(state, world) else "send"
            return (first, *edits, *evidence, "cancel")
        case Overtaken():
            return ("yes", "no", "cancel")
        case Offering():
            if _is_locked(state, world):
                return ("ask_reopening", "continue", "restart")
            aside = ("aside",) if len(world.projects) > 1 else ()
            return ("continue", *aside, "restart")
        case Filed():
            return _after(state.cursor, world)
        case Erasing():
            return ("yes", "no")
        case _:
            assert_never(state.cursor)


def _is_locked(state: State, world: World) -> bool:
    return state.draft is not None and is_locked(state.draft, world)


def _after(filed: Filed, world: World) -> tuple[str, ...]:
    project = world.project(filed.project_id)
    is_done = project is None or project.status is ProjectStatus.DONE
    finish = ("finish",) if filed.percent == COMPLETE and not is_done else ()
    return (*(("next",) if still_owed(filed, world) else ()), *finish, "revise", "history")


def _answers(asked: Asked, state: State, world: World) -> tuple[str, ...]:
    assert state.draft is not None
    project = world.project(state.draft.project_id)
    keep: tuple[str, ...] = ("keep",) if asked in state.draft.answers else ()
    quick: tuple[str, ...]
    match asked:
        case Asked.PERCENT:
            quick = _percents(project)
        case Asked.NARRATIVE:
            quick = ("done",) if state.draft.gathered else ()
            keep = (*keep, "append") if keep and not state.draft.gathered else keep
        case Asked.PROBLEMS | Asked.OBSTACLES:
            same = project is not None and last_words(asked, project) is not None
            quick = ("none", "same") if same else ("none",)
        case _:
            assert_never(asked)
    back = ("back",) if has_before(state, world) else ()
    return (*quick, *keep, *back, "cancel")


def _percents(project: Assigned | None) -> tuple[str, ...]:
    last = project.last_percent if project else None
    if last is None:
        return ()
    steps = tuple(key for key, by in STEPS.items() if last + by < 100)
    return ("same", *steps, *(("full",) if last < 100 else ()))


def has_before(state: State, world: World) -> bool:
    """Tell whether there is a question before the one on screen to go back to."""
    draft = state.draft
    match state.cursor:
        case Answering(Asked.PERCENT, editing=False):
            begun = draft is not None and (draft.answers or draft.gathered)
            return len(world.projects) > 1 and not begun
        case Answering() | Confirming() | Overtaken() | Offering() | Detaching():
            return True
        case Reviewing():
            return draft is not None and not draft.revision
        case _:
            return False
