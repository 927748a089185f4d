"""All that can be searched for, prepared so that any words are looked up within milliseconds.

A project is one folded line: its name, its unit and those above, its code. The lines stand in one
text, in which a word is found as fast as memory is read; each three letters know the lines in which
they occur, for words that stand nowhere as they were typed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.thai.folding import fold, short_name, spoken_names
from storage.records import NamedInRegister, Unit

GRAM = 3
"""Letters of a piece by which lines with mistyped words are found."""

MOST_LOOKED_UP = 200_000
"""Entries of pieces that one search may go through: common pieces tell little."""

BREAK = "\n"
WITHIN = "|"


@dataclass(frozen=True, slots=True)
class IndexedUnit:
    """A unit, its folded name, that without the kind of unit, and all forms, the longest first."""

    unit: Unit
    folded: str
    short: str
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """What `build_index` prepared; lines have the numbers of `projects`."""

    projects: tuple[NamedInRegister, ...]
    units: tuple[IndexedUnit, ...]
    text: str
    starts: array[int]
    pieces: Mapping[str, array[int]]
    places: Mapping[int, int]

    def line(self, number: int) -> str:
        """Give the folded line of a project."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text) + 1
        return self.text[self.starts[number] : end - 1]

    def name(self, number: int) -> str:
        """Give the folded name of a project."""
        return self.line(number).partition(WITHIN)[0]

    def lines_with(self, words: str) -> Iterator[int]:
        """Give the lines in which words stand, in their order."""
        place = self.text.find(words)
        while place >= 0:
            number = bisect_right(self.starts, place) - 1
            yield number
            if number + 1 == len(self.starts):
                return
            place = self.text.find(words, self.starts[number + 1])

    def rarity(self, word: str) -> int:
        """Count the lines that have the rarest piece of a word."""
        return min(
            (len(self.pieces.get(one, ())) for one in pieces_of(word)), default=len(self.text)
        )

    def lines_like(self, words: Collection[str]) -> Counter[int]:
        """Count the pieces that lines share with words, the rare ones first."""
        wanted = {piece for word in words for piece in pieces_of(word)}
        found = sorted((self.pieces[one] for one in wanted if one in self.pieces), key=len)
        shared: Counter[int] = Counter()
        looked_up = 0
        for lines in found:
            looked_up += len(lines)
            if shared and looked_up > MOST_LOOKED_UP:
                break
            shared.update(lines)
        return shared


def build_index(projects: Sequence[NamedInRegister], units: Sequence[Unit]) -> Index:
    """Prepare projects, which stand in the order in which they are to be found."""
    indexed = tuple(_indexed(unit) for unit in units)
    names = {one.unit.code: one.folded for one in indexed}
    parents = {unit.code: unit.parent_code for unit in units}
    paths = {unit.code: WITHIN.join(_path(unit.code, names, parents)) for unit in units}
    folded: dict[str, str] = {}
    lines = []
    pieces: dict[str, array[int]] = {}
    for number, one in enumerate(projects):
        name = folded.setdefault(one.name, "") or fold(one.name)
        folded[one.name] = name
        code = one.code.replace("-", "")
        line = WITHIN.join((name, paths.get(one.unit_code, ""), code))
        lines.append(line)
        for piece in {piece for part in line.split(WITHIN) for piece in pieces_of(part)}:
            pieces.setdefault(piece, array("I")).append(number)
    starts = array("I")
    place = 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    places = {one.id: number for number, one in enumerate(projects)}
    return Index(tuple(projects), indexed, BREAK.join(lines), starts, pieces, places)


def pieces_of(word: str) -> set[str]:
    """Give the pieces that a word consists of; one that is shorter has none."""
    return {word[place : place + GRAM] for place in range(len(word) - GRAM + 1)}


def _path(
    code: str | None, names: Mapping[str, str], parents: Mapping[str, str | None]
) -> Iterator[str]:
    """Give the names of a unit and of those above it: people speak of either."""
    while code is not None and code in names:
        yield names[code]
        code = parents[code]


def _indexed(unit: Unit) -> IndexedUnit:
    folded = fold(unit.name)
    return IndexedUnit(unit, folded, short_name(folded), spoken_names(folded))
