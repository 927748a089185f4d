"""Lengths of text as the platforms count them, and cuts that no reader notices inside a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate, islice

JOINER = "\u200d"
ELLIPSIS = "…"
# Sara am, in Thai and in Lao: no mark, and yet Unicode counts it to the letter before it.
_JOINED_VOWELS = (chr(0x0E33), chr(0x0EB3))
_FIRST_CONSONANT, _LAST_CONSONANT = chr(0x0E01), chr(0x0E2E)
# Written before the letter that they are spoken after: no reader wants them at the end of a part.
_LEADING_VOWELS = tuple(map(chr, range(0x0E40, 0x0E45)))

# What nearly every text is of, ASCII and Thai, where only marks and sara am join a letter.
_PLAIN = re.compile(r"[ -~\u0e01-\u0e5b]*")
_ABOVE_AND_BELOW = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LETTERS = re.compile(r".[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]*")


def utf16_units(text: str) -> int:
    """Give the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clusters(text: str) -> Iterator[str]:
    """Give the characters as a reader sees them: a letter with its marks is one."""
    return iter(_LETTERS.findall(text)) if _PLAIN.fullmatch(text) else _clusters(text)


def _clusters(text: str) -> Iterator[str]:
    begun = 0
    for place in range(1, len(text)):
        if is_between(text, place):
            yield text[begun:place]
            begun = place
    if text:
        yield text[begun:]


def width(text: str) -> int:
    """Count the letters that take up room: Thai vowels and tones above and below do not."""
    if _PLAIN.fullmatch(text):
        return len(text) - len(_ABOVE_AND_BELOW.findall(text))
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def is_between(text: str, place: int) -> bool:
    """Tell whether a character as a reader sees it ends before `place`, and another begins."""
    before, letter = text[place - 1], text[place]
    if _FIRST_CONSONANT <= letter <= _LAST_CONSONANT or " " <= letter <= "~":
        return True  # a Thai consonant, ASCII: as most of them are
    if unicodedata.category(letter).startswith("M") or letter in _JOINED_VOWELS or letter == JOINER:
        return False
    if "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f":
        return False  # a colour of skin, or the letters of a region's flag
    if before == JOINER and unicodedata.category(letter) == "So":
        return False
    if _is_flag(before) and _is_flag(letter):
        return _flags_before(text, place) % 2 == 0
    return (before, letter) != ("\r", "\n")


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag(text[place - 1 - count]):
        count += 1
    return count


def cut(text: str, limit: int) -> list[str]:
    """Cut a text into parts of at most `limit` UTF-16 units; joined, they are the text.

    A cut is after a paragraph, else after a line, else after a space, as long as the part is more
    than half full; else between two letters. So no two parts in a row would fit into one.
    """
    parts = []
    while utf16_units(text) > limit:
        end = _end(text, limit)
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text]


def _end(text: str, limit: int) -> int:
    most = _letters_within(text, limit)
    least = _letters_within(text, limit // 2) + 1
    for mark in ("\n\n", "\n", " "):
        end = text.rfind(mark, 0, most) + len(mark)
        if least <= end and is_between(text, end):
            return end
    for end in range(most, 0, -1):
        if is_between(text, end) and text[end - 1] not in _LEADING_VOWELS:
            return end
    return most


def _letters_within(text: str, limit: int) -> int:
    """Count the code points at the beginning of a text that have at most `limit` units."""
    units = accumulate(2 if letter > "\uffff" else 1 for letter in text[:limit])
    return sum(so_far <= limit for so_far in units)


def beginning(text: str, limit: int) -> str:
    """Give a text of at most `limit` UTF-16 units, an ellipsis for what is left out of it."""
    if utf16_units(text) <= limit:
        return text
    end = _letters_within(text, limit - 1)
    while end > 1 and not is_between(text, end):
        end -= 1
    return text[:end] + ELLIPSIS


def label(text: str, limit: int) -> str:
    """Give a label of at most `limit` characters as a reader counts them."""
    if len(text) <= limit:
        return text
    letters = list(islice(clusters(text), limit + 1))
    if len(letters) <= limit:
        return text
    return "".join(letters[: limit - 1]).rstrip() + ELLIPSIS
