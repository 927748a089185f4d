"""Commands in a private chat, each a move of the conversation or an errand beside it."""

from __future__ import annotations

from typing import assert_never

from handlers.commands import Command, Name
from handlers.dialogue import (
    anywhere,
    beginning,
    handing,
    leaving,
    looking,
    page_links,
    restating,
    supervising,
)
from handlers.dialogue.move import Move
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.oversight.parts import Part
from storage.project_months import Wanted


def obey(state: State, command: Command, world: World) -> Move:
    """Do what a command asks for."""
    match command.name:
        case Name.REPORT:
            return beginning.begin(state, world)
        case Name.CANCEL:
            return anywhere.cancel(state, world)
        case Name.BACK:
            return anywhere.back(state, world)
        case Name.HELP | Name.START:
            return anywhere.help_here(state, world)
        case Name.STATUS:
            return looking.show(state, Wanted.ALL, command.words, world)
        case Name.HISTORY:
            return anywhere.tell_history(state)
        case Name.PROJECT:
            return restating.pick(state, command.words, world)
        case Name.PAGE:
            return page_links.offer(state, command.words)
        case Name.EXPORT:
            return handing.ask(state, command.words)
        case Name.LEAVE:
            return leaving.begin_leave(state, world)
        case Name.DIGEST:
            return supervising.show(state, Part.MONTH)
        case Name.LATE:
            return looking.show_late(state, command.words, world)
        case Name.RISK:
            return looking.show(state, Wanted.RISK, command.words, world)
        case Name.SUMMARY:
            return looking.show_quarter(state, command.words)
        case Name.BIND | Name.UNBIND:
            return looking.send_to_group(state, world)
        case Name.ME:
            return anywhere.tell_stored(state)
        case Name.ERASE:
            return anywhere.ask_erasure(state)
        case Name.UNLINK:
            return anywhere.unlink(state, world)
        case Name.LANG:
            return anywhere.set_language(state, command.words, world)
        case _:
            assert_never(command.name)
