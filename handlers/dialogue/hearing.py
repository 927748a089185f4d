"""Telling a command from an answer, by the question on screen."""

from __future__ import annotations

from handlers.commands import Command, Name, command_in, leading_command
from handlers.dialogue.figure_cursors import Describing, Justifying, Noting, Scoring
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason
from handlers.dialogue.state import Answering, Asked, Cursor
from handlers.thai.figures import speaks_of_quarter
from storage.periods import Quarter


def command_heard(text: str, cursor: Cursor) -> Command | None:
    """Read a command, with words behind it also without a slash where no free text is asked for.

    Where one is, the words may be a sentence, and are the answer.
    """
    command = command_in(text)
    if command is not None or takes_text(cursor):
        return command
    leading = leading_command(text)
    if leading is None or leading.name is not Name.SCORE or not isinstance(cursor, Scoring):
        return leading
    # "score 95" is meant as the answer.
    return leading if _begins_with_quarter(leading.words) else None


def takes_text(cursor: Cursor) -> bool:
    """Tell whether whatever is typed at this question is the answer, word for word."""
    match cursor:
        case Answering(asked):
            return asked is not Asked.PERCENT
        case Describing() | Noting() | Justifying() | Commenting() | GivingReason() | Declining():
            return True
        case _:
            return False


def _begins_with_quarter(words: str) -> bool:
    try:
        Quarter.parse(words.partition(" ")[0])
    except ValueError:
        return speaks_of_quarter(words)
    return True
