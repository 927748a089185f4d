"""Names that are short enough for a line of a list."""

from __future__ import annotations

import unicodedata

MOST = 40
"""Letters, each with the marks above and below it."""

ELLIPSIS = "…"


def shorten(name: str) -> str:
    """Give a name of at most MOST letters, an ellipsis for what is left out of it."""
    letters = 0
    for place, letter in enumerate(name):
        letters += not unicodedata.category(letter).startswith("M")
        if letters > MOST:
            return name[: _before_last(name[:place])].rstrip() + ELLIPSIS
    return name


def _before_last(text: str) -> int:
    """Give where the last letter of a text begins, without tearing its marks off."""
    place = len(text) - 1
    while place > 0 and unicodedata.category(text[place]).startswith("M"):
        place -= 1
    return place
