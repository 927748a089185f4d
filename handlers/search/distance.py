"""How many letters must be changed, added or left out for words to be found in a text."""

from __future__ import annotations


def distance_within(words: str, text: str) -> int:
    """Give the fewest edits after which words stand somewhere in a text.

    All letters of the words are compared at once, as the bits of a number (Myers, 1999).
    """
    return _distance(words, text, anywhere=True)


def distance_between(one: str, other: str) -> int:
    """Give the fewest edits that make one text of the other."""
    return _distance(one, other, anywhere=False)


def _distance(words: str, text: str, *, anywhere: bool) -> int:
    if not words:
        return 0 if anywhere else len(text)
    places: dict[str, int] = {}
    for place, letter in enumerate(words):
        places[letter] = places.get(letter, 0) | (1 << place)
    everything = (1 << len(words)) - 1
    last = 1 << (len(words) - 1)
    from_edge = 0 if anywhere else 1
    rises, falls = everything, 0
    edits = fewest = len(words)
    for letter in text:
        same = places.get(letter, 0)
        diagonal = (((same & rises) + rises) ^ rises) | same | falls
        up = falls | ~(diagonal | rises)
        down = rises & diagonal
        if up & last:
            edits += 1
        elif down & last:
            edits -= 1
        fewest = min(fewest, edits)
        up = (up << 1) | from_edge
        down <<= 1
        vertical = same | falls
        rises = (down | ~(vertical | up)) & everything
        falls = up & vertical & everything
    return fewest if anywhere else edits
