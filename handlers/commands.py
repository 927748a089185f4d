"""Commands typed in a chat: with a slash anywhere, without one in private chats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from handlers.texts import LOCALES, phrases
from handlers.thai.text import comparable, without_particles


class Name(StrEnum):
    """The commands, by the word that stands behind the slash."""

    REPORT = "report"
    STATUS = "status"
    HISTORY = "history"
    PROJECT = "project"
    LEAVE = "leave"
    DIGEST = "digest"
    LATE = "late"
    INDICATOR = "indicator"
    SCORE = "score"
    HELP = "help"
    CANCEL = "cancel"
    BACK = "back"
    ME = "me"
    ERASE = "erase"
    LANG = "lang"
    UNLINK = "unlink"
    START = "start"


_SLASHED = re.compile(r"/([A-Za-z]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_OTHER_NAMES = {"link": Name.START, "last": Name.HISTORY}


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the words after it."""

    name: Name
    words: str = ""


def slash_command(text: str) -> Command | None:
    """Read "/name words" or "/name@bot words"; None for anything else and for unknown names."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        return None
    typed = match[1].lower()
    if typed in _OTHER_NAMES:
        return Command(_OTHER_NAMES[typed], match[2] or "")
    return Command(Name(typed), match[2] or "") if typed in set(Name) else None


def unknown_command(text: str) -> str | None:
    """Give the word of a message that is written as a command and is none, else None."""
    match = _SLASHED.fullmatch(text.strip())
    return f"/{match[1]}" if match and slash_command(text) is None else None


def command_in(text: str) -> Command | None:
    """Read a command in either form."""
    return slash_command(text) or worded_command(text)


def worded_command(text: str) -> Command | None:
    """Read a whole message that is one of the words for a command, in either language."""
    name = _words().get(comparable(without_particles(text)))
    return None if name is None else Command(name)


@cache
def _words() -> dict[str, Name]:
    return {
        comparable(word): Name(key)
        for locale in LOCALES
        for key, words in phrases("commands", locale).entries.items()
        for word in words.split("|")
    }
