"""Thai words, so that a line of print never ends within one."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache


def parts_of_word(word: str, longest: int) -> list[str]:
    """Part what is longer than any word; no part begins with a mark of the letter before it."""
    parts = [""]
    for letter in word:
        # Thai vowels above and below are marks as well.
        if len(parts[-1]) >= longest and unicodedata.category(letter) not in {"Mn", "Me"}:
            parts.append("")
        parts[-1] += letter
    return parts


def words_of(text: str) -> list[str]:
    """Part a text into words and the spaces between them; together they are the text."""
    return [word for stretch in re.split(r"(\s+)", text) if stretch for word in _parted(stretch)]


# Names, units and what is often said come again in every report.
@lru_cache(maxsize=10_000)
def _parted(stretch: str) -> tuple[str, ...]:
    # Otherwise pythainlp would write to the home folder, and fail where it may not.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize import word_tokenize  # noqa: PLC0415 - it takes a second

    return tuple(word_tokenize(stretch, keep_whitespace=True))
