"""Commands typed in a chat: with a slash anywhere, without one in private chats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from handlers.handout.wishes import is_exact
from handlers.texts import LOCALES, phrases
from handlers.thai.text import clean, comparable, without_particles


class Name(StrEnum):
    """The commands, by the word that stands behind the slash."""

    REPORT = "report"
    STATUS = "status"
    HISTORY = "history"
    PROJECT = "project"
    PAGE = "page"
    LEAVE = "leave"
    DIGEST = "digest"
    LATE = "late"
    EXPORT = "export"
    RISK = "risk"
    SUMMARY = "summary"
    BIND = "bind"
    UNBIND = "unbind"
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


TAKE_WORDS = frozenset(
    {
        Name.STATUS,
        Name.LATE,
        Name.RISK,
        Name.SUMMARY,
        Name.BIND,
        Name.INDICATOR,
        Name.SCORE,
        Name.EXPORT,
    }
)
"""Commands that are understood without their slash even where words follow."""

_GUESSED = frozenset(Name) - {
    Name.START,
    Name.ERASE,
    Name.UNLINK,
    Name.LANG,
    Name.BIND,
    Name.UNBIND,
}
_LIKENESS = 0.75
"""Of the letters so many are the same, as one letter mistyped in four leaves them."""

_LONGEST_GUESSED = 40
_SHORTEST_GUESSED = 4

_SLASHED = re.compile(r"/([^\s/@]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_OTHER_NAMES = {"link": Name.START, "last": Name.HISTORY}


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the words after it."""

    name: Name
    words: str = ""


def slash_command(text: str) -> Command | None:
    """Read "/name words" or "/name@bot words"; None for anything else and for unknown names.

    The name may be any of the words for the command: "/สถานะ" is "/status".
    """
    match = _SLASHED.fullmatch(clean(text))
    if match is None:
        return None
    typed = match[1].lower()
    known = _OTHER_NAMES.get(typed) or (Name(typed) if typed in set(Name) else None)
    name = known or _words().get(comparable(typed))
    return None if name is None else Command(name, match[2] or "")


def unknown_command(text: str) -> str | None:
    """Give the word of a message that is written as a command and is none, else None."""
    match = _SLASHED.fullmatch(clean(text))
    if match is None or not re.fullmatch("[A-Za-z]+", match[1]) or slash_command(text):
        return None
    return f"/{match[1]}"


def addressed_command(text: str) -> str | None:
    """Give what is said to the bot by its name as a command, words after it included.

    Only where somebody certainly speaks to the bot: elsewhere many a sentence begins so.
    """
    command = worded_command(text) or leading_command(text)
    return None if command is None else f"/{command.name} {command.words}".rstrip()


def leading_command(text: str) -> Command | None:
    """Read a text that begins with a word for a command which takes words after it."""
    first, *rest = text.split(maxsplit=1) or [""]
    name = _words().get(comparable(first))
    return Command(name, "".join(rest).strip()) if name in TAKE_WORDS else None


def command_in(text: str) -> Command | None:
    """Read a command in either form."""
    return slash_command(text) or worded_command(text)


def worded_command(text: str) -> Command | None:
    """Read a whole message that is one of the words for a command, in either language.

    More may stand behind that of an export, where it says nothing but which paper is wanted.
    """
    said = comparable(without_particles(text))
    name = _words().get(said)
    if name is not None:
        return Command(name)
    word, _, rest = said.partition(" ")
    if _words().get(word) is Name.EXPORT and is_exact(rest):
        return Command(Name.EXPORT, rest)
    return None


def probable_command(text: str) -> str | None:
    """Give the command, as one would type it, that a short message was probably meant to be."""
    if len(text) > _LONGEST_GUESSED:
        return None
    known = _guessed()
    near = get_close_matches(comparable(without_particles(text)), known, n=1, cutoff=_LIKENESS)
    return known[near[0]] if near else None


@cache
def _guessed() -> dict[str, str]:
    slashed = {f"/{name}": f"/{name}" for name in sorted(_GUESSED)}
    return slashed | {
        comparable(word): word
        for locale in LOCALES
        for key, words in phrases("commands", locale).entries.items()
        for word in words.split("|")
        if Name(key) in _GUESSED and len(word) >= _SHORTEST_GUESSED
    }


@cache
def _words() -> dict[str, Name]:
    return {
        comparable(word): Name(key)
        for locale in LOCALES
        for key, words in phrases("commands", locale).entries.items()
        for word in words.split("|")
    }
