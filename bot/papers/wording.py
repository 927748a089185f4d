"""How papers are worded: in a language, and with Arabic or Thai digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.papers.emoji import printable
from bot.sheets.words import parts_of_word, words_of
from handlers.imports.figures import read_number
from handlers.oversight.words import say_due
from handlers.summaries.page_text import say_page_day
from handlers.texts import Phrases, phrases
from handlers.thai.dates import say_date_long, with_thai_digits
from handlers.timeliness.not_due import NotDue
from handlers.wording import say_day, say_figure, say_percent

PIECE = 12
"""Letters of a piece of several words."""

LONGEST = 20
"""Letters of what is never parted: an address of the web would run over the edge of the page."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says what is ours to say; the words of officers, and codes, are never changed."""

    locale: str
    thai_digits: bool = False

    @property
    def say(self) -> Phrases:
        return phrases("papers", self.locale)

    @property
    def summary(self) -> Phrases:
        return phrases("summary", self.locale)

    def words(self, text: str) -> list[str]:
        """Part a text of others into words, so that no line ends within one.

        Whatever is between them, ends of lines too, becomes one space; what the fonts do not have
        is told in words.
        """
        words = words_of(" ".join(printable(text, self.say("report.emoji")).split()))
        return [part for word in words for part in parts_of_word(word, LONGEST)]

    def pieces(self, text: str) -> list[str]:
        """Part a long text into some words each, which take less time to set than each for itself.

        A line of a whole page's width may end that much earlier.
        """
        pieces: list[str] = []
        for word in self.words(text):
            last = pieces[-1] if pieces else " "
            if " " in {word, last} or len(last) + len(word) > PIECE:
                pieces.append(word)
            else:
                pieces[-1] = last + word
        return pieces

    def own(self, text: str) -> str:
        """Write a text of ours in the digits that are wanted."""
        return with_thai_digits(text) if self.thai_digits else text

    def figure(self, text: str) -> str:
        """Write what reads as a figure in the digits that are wanted; other words keep theirs.

        Its commas stay where it has any: without them it may be a year.
        """
        number = read_number(text)
        if number is None:
            return text
        return self.own(say_figure(number) if "," in text else say_percent(number))

    def page_day(self, day: date) -> str:
        """Write a day as pages of projects do."""
        return self.own(say_page_day(day))

    def day(self, day: date) -> str:
        return self.own(say_day(day, self.locale))

    def due(self, coming: NotDue) -> str:
        """Say when what is not due yet is due."""
        return say_due(coming, phrases("digest", self.locale))

    def long_day(self, day: date) -> str:
        """Write a day with its month in full."""
        th = self.locale == "th"
        return self.own(say_date_long(day) if th else f"{day.day} {day:%B %Y}")
