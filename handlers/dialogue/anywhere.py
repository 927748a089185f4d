"""The moves that are possible at every question: back, cancel, help, and looking things up."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.beginning import choose_project, put_down
from handlers.dialogue.choices import has_before
from handlers.dialogue.effects import Say, SetLocale, TellHistory, TellStored, Unlink
from handlers.dialogue.errand_cursors import Errand
from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.figure_moves import back_in_figures, say_figure_help, say_stopped
from handlers.dialogue.move import Move
from handlers.dialogue.state import (
    Answering,
    Asked,
    Choosing,
    Confirming,
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
from handlers.dialogue.world import World
from handlers.messages import Outgoing
from handlers.texts import LOCALES, phrases


def cancel(state: State, world: World) -> Move:
    """Stop whatever is going on; the draft can be brought back."""
    if isinstance(state.cursor, AboutFigures):
        return put_down(state, say_stopped(state.cursor, world))
    if isinstance(state.cursor, Errand):
        return put_down(state, world.say("say.put_down"))
    if state.draft is not None:
        return Move(replace(state, cursor=Idle(undo=state.draft), draft=None))
    match state.cursor:
        case Choosing() | Reopening() | Erasing():
            return Move(replace(state, cursor=Idle()), (world.say("say.stopped"),))
        case _:
            return Move(state, (world.say("say.nothing_to_cancel"),), again=False)


def back(state: State, world: World) -> Move:
    """Go to the question before the one on screen; nothing that was answered is lost."""
    if isinstance(state.cursor, AboutFigures) and (gone := back_in_figures(state, world)):
        return gone
    if not has_before(state, world):
        note = "say.idle" if isinstance(state.cursor, Idle | Filed) else "say.nothing_back"
        return Move(state, (world.say(note),), again=False)
    match state.cursor:
        case Answering(editing=True) | Overtaken() | Detaching():
            return Move(replace(state, cursor=Reviewing()))
        case Answering(Asked.PERCENT):
            return Move(choose_project(replace(state, draft=None), world))
        case Answering(asked):
            return Move(replace(state, cursor=Answering(_before(asked))))
        case Confirming(asked, editing=editing):
            return Move(replace(state, cursor=Answering(asked, editing=editing)))
        case Offering(paused):
            return go_on_with_draft(state, paused, world)
        case _:
            return Move(replace(state, cursor=Answering(list(Asked)[-1])))


def _before(asked: Asked) -> Asked:
    questions = list(Asked)
    return questions[questions.index(asked) - 1]


def go_on_with_draft(
    state: State, paused: Answering | Confirming | Reviewing | Overtaken, world: World
) -> Move:
    """Go on where the draft stopped, reminding of a text that was begun there."""
    begun = state.draft.gathered if state.draft else ""
    notes = (world.say("say.begun", text=begun),) if begun else ()
    return Move(replace(state, cursor=paused), notes)


def help_here(state: State, world: World) -> Move:
    """Explain the question on screen, or, where nothing is asked, what can be done."""
    match state.cursor:
        case Answering(asked) | Confirming(asked):
            return Move(state, (world.say(f"say.help_{asked}"),))
        case cursor if isinstance(cursor, AboutFigures):
            return Move(state, (say_figure_help(cursor, world),))
        case _:
            again = isinstance(state.cursor, Errand)
            return Move(state, (say_help(world),), again=again)


def say_help(world: World) -> str:
    """Say what can be done; its examples are of the present quarter."""
    return world.say("say.help", quarter=world.period.quarter)


def refuse_stale(state: State, world: World) -> Move:
    """A button of an older question changes nothing; the present one is put again."""
    match state.cursor:
        case Filed():
            return Move(state, (world.say("say.sent_already"),))
        case Idle(None):
            return Move(state, (world.say("say.stale_idle"),))
        case _:
            return Move(state, (world.say("say.stale"),))


def tell_history(state: State) -> Move:
    return Move(state, effects=(TellHistory(),), again=False)


def tell_stored(state: State) -> Move:
    """Show what is stored about the person, and let it be erased from there."""
    return Move(state, effects=(TellStored(),), again=False)


def ask_erasure(state: State) -> Move:
    return Move(replace(state, cursor=Erasing()))


def unlink(state: State, world: World) -> Move:
    """Let this account go; what was asked waits for the person's other accounts."""
    return Move(state, effects=(Unlink(), Say(Outgoing(world.say("say.unlinked")))), silent=True)


def set_language(state: State, words: str, world: World) -> Move:
    locale = words.strip().lower()
    if locale not in LOCALES:
        return Move(state, (world.say("say.language_unknown"),), again=False)
    say = phrases(world.say.subject, locale)
    return Move(state, (say("say.language"),), (SetLocale(locale),), say=say)
