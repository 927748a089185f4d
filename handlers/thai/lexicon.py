"""Cutting a short message into known words, so that nothing in it goes unnoticed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from handlers.thai.text import DECORATION, PARTICLE

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Token(Generic[Kind]):
    """A known word or number of a message; `kind` is None for what is not known."""

    kind: Kind | None
    text: str


class Lexicon(Generic[Kind]):
    """The words that may stand in an answer to one question, by kind.

    Words are given as one string with spaces between them; `_` stands for an optional space.
    `patterns` are regular expressions for kinds that are not listed word by word.
    """

    def __init__(
        self, words: Mapping[Kind, str], *, patterns: Mapping[Kind, str] | None = None
    ) -> None:
        self._spelled = {word: kind for kind, some in words.items() for word in some.split()}
        self._kinds = {word.replace("_", ""): kind for word, kind in self._spelled.items()}
        self._patterns = patterns or {}

    def scan(self, text: str) -> list[Token[Kind]]:
        """Cut a text in `comparable` form into tokens, the longest word first.

        Particles and decoration are left out.
        """
        return [
            Token(self._kind(found), found.group())
            for found in self._scanner.finditer(text)
            if found.lastgroup != "nothing"
        ]

    def _kind(self, found: re.Match[str]) -> Kind | None:
        if found.lastgroup == "word":
            return self._kinds[found.group().replace(" ", "")]
        return next((kind for kind in self._patterns if kind == found.lastgroup), None)

    @cached_property
    def _scanner(self) -> re.Pattern[str]:
        words = sorted(self._spelled, key=len, reverse=True)
        return re.compile(
            f"(?P<word>{'|'.join(map(_pattern, words))})"
            + "".join(f"|(?P<{kind}>{pattern})" for kind, pattern in self._patterns.items())
            + f"|(?P<nothing>{PARTICLE}(?:/{PARTICLE})*|{DECORATION})|(?P<unknown>.)",
            re.DOTALL,
        )


def _pattern(word: str) -> str:
    pattern = re.escape(word).replace("_", " ?")
    return rf"(?<![a-z]){pattern}" if word.isascii() and word[0].isalpha() else pattern
