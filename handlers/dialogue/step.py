"""The conversation: one event in, the next state and its effects out. Nothing else happens."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from handlers.commands import probable_command, slash_command, unknown_command
from handlers.dialogue import (
    answering,
    anywhere,
    attaching,
    standing,
    taking_back,
)
from handlers.dialogue.dropping import tell_dropped
from handlers.dialogue.effects import KeepForAudit, Say, Turn
from handlers.dialogue.happenings import Happening, Settled, TakenBack
from handlers.dialogue.hearing import command_heard, takes_text
from handlers.dialogue.kept_drafts import keep_cancelled
from handlers.dialogue.lost_errands import ABOUT_A_QUESTION, answers_question, lost_errand
from handlers.dialogue.move import Move
from handlers.dialogue.obeying import obey
from handlers.dialogue.page_turns import is_page_turned
from handlers.dialogue.pressing import press
from handlers.dialogue.screens import screen
from handlers.dialogue.state import PATIENCE, Choosing, Draft, Filed, Idle, Reopening, State
from handlers.dialogue.typed_choices import typed_choice
from handlers.dialogue.world import World
from handlers.messages import (
    Attachment,
    Edited,
    Greeting,
    Outgoing,
    Press,
    Text,
    Unread,
    Unreadable,
)
from handlers.thai.text import clean


def step(state: State, event: Happening, world: World) -> Turn:
    """Answer `event`: what was said is read, the draft moves on, and the next question is put.

    1. What stands on screen about a project that is no longer the person's is let go of; a draft
       is kept for audit. A question of an errand that makes no sense any more is put down.
    2. The event moves the conversation; a button of an older question moves nothing.
    3. A question that is new gets a new number.
    4. The notes of the move and the question on screen become one message. Only what is sent
       along is answered by nothing: what became of it is told when it is fetched.
    """
    if let_go := _let_go(state, world):
        return _speak(state, let_go, world)
    lost = lost_errand(state, world)
    if lost is None:
        moved = _move_on(state, event, world)
    elif answers_question(state, event):
        moved = lost
    else:
        moved = _move(replace(lost.state, ask=state.ask + 1), event, world)
        moved = tell_dropped(state, moved, world)
    return _speak(state, moved, world)


def _move_on(state: State, event: Happening, world: World) -> Move:
    """Move; what begins something finds a draft that was just cancelled among those kept."""
    aside = keep_cancelled(state)
    if aside == state or not _may_begin(state, event, world):
        return _move(state, event, world)
    moved, cancelled = _move(aside, event, world), aside.kept[0]
    if isinstance(moved.state.cursor, Idle):
        # Nothing was begun: it can be brought back as before.
        return replace(moved, state=replace(moved.state, kept=state.kept))
    if cancelled not in moved.state.kept:
        return moved
    note = world.say("say.aside", project=world.known(cancelled.project_id).name)
    return replace(moved, notes=(note, *moved.notes))


def _may_begin(state: State, event: Happening, world: World) -> bool:
    """Tell whether an event may begin anything, other than the buttons of the question do."""
    match event:
        case Press(ask):
            return ask == standing.ASK
        case Text(text):
            return typed_choice(clean(text), state, world) is None
        case _:
            return False


def _let_go(state: State, world: World) -> Move | None:
    mine = {project.id for project in world.projects}
    fresh = replace(state, cursor=Idle(), draft=None)
    if state.draft is not None and state.draft.project_id not in mine:
        return Move(fresh, (world.say("say.project_gone"),), (KeepForAudit(state.draft),))
    match state.cursor:
        case Choosing(projects) if not mine.issuperset(projects):
            return Move(fresh, (world.say("say.list_changed"),))
        case Reopening(project_id) if project_id not in mine:
            return Move(fresh, (world.say("say.list_changed"),))
        case Idle(Draft() as undo) if undo.project_id not in mine:
            return Move(fresh, (world.say("say.project_gone"),), (KeepForAudit(undo),))
        case _:
            return None


def _move(state: State, event: Happening, world: World) -> Move:
    match event:
        case Greeting():
            return Move(state, (anywhere.say_help(world),))
        case Unreadable(kind):
            if isinstance(state.cursor, Idle | Filed):
                return Move(state, (world.say("say.idle"),), again=False)
            return Move(state, (world.say(f"unreadable.{kind}"),))
        case Attachment():
            return _attach(state, event, world)
        case Settled(evidence):
            return attaching.tell(state, evidence, world)
        case TakenBack():
            return taking_back.take_back(state, event, world)
        case Edited():
            return Move(state, (world.say("say.edited"),))
        case Press(standing.ASK, choice):
            return tell_dropped(state, standing.press_standing(state, choice, world), world)
        case Press(ask, choice) if ask == state.ask:
            return press(state, choice, world)
        case Press():
            return anywhere.refuse_stale(state, world)
        case Text(text) if not clean(text):
            # Nothing that can be seen is no answer, and could not be taken back.
            return _move(state, Unreadable(Unread.OTHER), world)
        case Text(text):
            return _read(state, clean(text), world)
        case _:
            assert_never(event)


def _attach(state: State, attachment: Attachment, world: World) -> Move:
    attached = attaching.attach(state, attachment, world)
    caption = clean(attachment.caption)
    if state.draft is None or not caption:
        return attached
    # What was typed with a picture is said like any other words. Where it only goes on with a
    # text, the answer is that about the picture.
    said = _read(attached.state, caption, world)
    goes_on = said.state.cursor == state.cursor and not (said.notes or said.missed)
    return replace(said, effects=(*attached.effects, *said.effects), silent=goes_on)


def _read(state: State, text: str, world: World) -> Move:
    command = slash_command(text)
    if command is None and (choice := typed_choice(text, state, world)) is not None:
        return press(state, choice, world)
    # Also in the middle of a text: who comes back after days and types "report" as the reminder
    # says must not find that word in the report.
    command = command or command_heard(text, state.cursor)
    if command is not None:
        obeyed = obey(state, command, world)
        is_move_of_question = command.name in ABOUT_A_QUESTION
        return obeyed if is_move_of_question else tell_dropped(state, obeyed, world)
    unknown = unknown_command(text)
    if unknown is not None:
        near = probable_command(unknown)
        key = "say.unknown_command" if near is None else "say.unknown_command_near"
        return Move(state, (world.say(key, command=unknown, near=near or ""),))
    return answering.answer(state, text, world)


def _speak(before: State, move: Move, world: World) -> Turn:
    if move.silent:
        return Turn(move.state, move.effects)
    after = replace(move.state, misses=before.misses + 1 if move.missed else 0)
    notes = move.notes
    if after.misses >= PATIENCE:
        notes += (world.say("say.offer_help", help=world.say("choice.help")),)
    asked_anew = after.cursor != before.cursor
    if asked_anew:
        after = replace(after, ask=before.ask + 1)
    world = replace(world, say=move.say or world.say)
    # What is typed at a question for free text is kept, and may be sent on: after anything else was
    # shown, it must be seen what it will be the answer to.
    stays = after.draft is not None or takes_text(after.cursor)
    shown = screen(after, world) if asked_anew or move.again or stays else None
    text = "\n\n".join((*notes, shown.text) if shown else notes)
    if not text:
        return Turn(after, move.effects)
    turned = is_page_turned(before, after)
    told = replace(shown, text=text, instead=turned) if shown else Outgoing(text)
    return Turn(after, (*move.effects, Say(told)))
