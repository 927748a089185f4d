"""What words mean that stand nowhere as they were typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import le

from handlers.search.distance import distance_between, distance_within
from handlers.search.found import (
    MOST,
    Allowed,
    Found,
    NothingFound,
    ProjectsFound,
    UnitsFound,
    may_be_found,
)
from handlers.search.index import Index, IndexedUnit
from handlers.thai.folding import short_name

COMPARED = 250
"""Lines that are compared letter by letter with up to three words; the more words, the fewer."""

NEAREST = 3
"""Units, and projects, that are named where nothing is meant."""

SHORTEST = 3
"""Letters that a word must have to be taken for mistyped, or for a part of longer words."""

UNLIKE = 1_000
"""Edits between words and what they have nothing to do with."""


@dataclass(frozen=True, slots=True, order=True)
class _Near:
    """A line that is so many edits away from words; they mean it where each has few mistakes."""

    edits: int
    line: int
    is_meant: bool


def find_mistyped(
    index: Index,
    units: Sequence[IndexedUnit],
    tokens: Sequence[str],
    whole: str,
    *,
    allowed: Allowed,
    years: Collection[int],
) -> Found:
    """Find what words with few mistakes mean; nothing of that, what is nearest to them.

    Of years that were named, no project of another one is meant.
    """
    near_units = _near_units(units, whole)
    near = _near_projects(index, tokens, allowed, years)
    meant = [one for one in near if one.is_meant]
    best_unit = near_units[0][0] if near_units else UNLIKE
    best = meant[0].edits if meant else UNLIKE
    if best_unit <= min(best, _tolerated(short_name(whole))):
        codes = tuple(code for edits, code in near_units if edits == best_unit)
        return UnitsFound(codes, exact=False)
    if meant:
        lines = [one.line for one in meant if one.edits == best]
        newest = max(index.projects[number].fiscal_year for number in lines)
        lines = [number for number in lines if index.projects[number].fiscal_year == newest]
        numbers = tuple(index.projects[number].id for number in lines[:MOST])
        return ProjectsFound(numbers, len(lines), exact=False)
    if whole.isdecimal():
        return NothingFound()  # a code that is like another one is another project
    worth_naming = len(short_name(whole)) // 2
    return NothingFound(
        tuple(code for edits, code in near_units[:NEAREST] if edits <= worth_naming),
        tuple(index.projects[one.line].id for one in near[:NEAREST] if one.edits <= worth_naming),
    )


def _near_units(units: Iterable[IndexedUnit], whole: str) -> list[tuple[int, str]]:
    short = short_name(whole)
    if len(short) < SHORTEST:
        return []
    likely = (one for one in units if abs(len(one.short) - len(short)) <= len(short) // 2)
    return sorted((distance_between(short, one.short), one.unit.code) for one in likely)


def _near_projects(
    index: Index, tokens: Sequence[str], allowed: Allowed, years: Collection[int]
) -> list[_Near]:
    def is_of_years(line: int) -> bool:
        return not years or index.projects[line].fiscal_year in years

    shared = index.lines_like(tokens)
    likely = ((is_of_years(line), count, -line) for line, count in shared.items())
    ordered = sorted(likely, reverse=True)
    most = COMPARED * 3 // max(len(tokens), 3)
    found: list[_Near] = []
    for of_years, _count, negative in ordered:
        line = -negative
        if may_be_found(index, line, allowed):
            written = index.line(line)
            edits = [distance_within(one, written) for one in tokens]
            meant = of_years and all(map(le, edits, map(_tolerated, tokens)))
            found.append(_Near(sum(edits), line, meant))
            if len(found) == most:
                break
    return sorted(found)


def _tolerated(word: str) -> int:
    """Give how many mistakes a word may have and still be meant."""
    if len(word) < SHORTEST:
        return 0
    if word.isdecimal():
        return 1 if len(word) > 5 else 0  # another digit is another project
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3
