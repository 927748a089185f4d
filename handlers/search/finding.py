"""What words mean: a unit, projects, or nothing but what is nearest to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.search.found import (
    MOST,
    Allowed,
    Found,
    NothingFound,
    ProjectsFound,
    UnitsFound,
    is_allowed,
    may_be_found,
)
from handlers.search.index import Index, IndexedUnit
from handlers.search.mistyped import SHORTEST, find_mistyped
from handlers.thai.folding import fold, short_name
from handlers.thai.years import split_years

LONGEST = 300
"""Letters that are looked for; no name is longer, and a message may be ten times as long."""

_YEAR = re.compile(r"25[0-9]{2}")


def find(index: Index, words: str, allowed: Allowed) -> Found:
    """Find what words mean among what is allowed; what is not allowed leaves no trace."""
    unspoken, spoken_of = split_years(words[:LONGEST])
    tokens = _tokens(unspoken)
    if not tokens:  # a year alone is looked for as it was typed
        tokens, spoken_of = _tokens(words[:LONGEST]), frozenset()
    whole = "".join(tokens)
    if not whole:
        return NothingFound()
    units = [one for one in index.units if is_allowed(one, allowed)]
    named = _units_named(units, whole)
    if named:
        return UnitsFound(named)
    wanted = _without_year(tokens)
    years = spoken_of | {int(token) for token in tokens if token not in wanted}
    whole = "".join(wanted)
    lines = _lines_with(index, wanted, allowed, years)
    lines = lines or _beside_unit(index, units, whole, allowed, years)
    if lines:
        return _projects(index, lines, whole)
    return find_mistyped(index, units, wanted, whole, allowed=allowed, years=years)


def _tokens(words: str) -> tuple[str, ...]:
    return tuple(token for word in words.split() if (token := fold(word)))


# --- as typed -----------------------------------------------------------------------------------


def _units_named(units: Sequence[IndexedUnit], whole: str) -> tuple[str, ...]:
    exact = tuple(one.unit.code for one in units if whole in (one.unit.code, one.folded))
    if exact:
        return exact
    short = short_name(whole)
    return tuple(one.unit.code for one in units if one.short == short)


def _without_year(tokens: Sequence[str]) -> tuple[str, ...]:
    """Leave a fiscal year out of the words, where there are others."""
    others = tuple(token for token in tokens if not _YEAR.fullmatch(token))
    return others or tuple(tokens)


def _lines_with(
    index: Index, tokens: Sequence[str], allowed: Allowed, years: frozenset[int]
) -> list[int]:
    rarest, *others = sorted({*tokens}, key=index.rarity)
    found: list[int] = []
    for number in index.lines_with(rarest):
        # The newest year comes first, and is meant where there is anything of it.
        if found and not years and _year(index, number) != _year(index, found[0]):
            break
        if years and _year(index, number) not in years:
            continue
        if may_be_found(index, number, allowed):
            line = index.line(number) if others else ""
            if all(one in line for one in others):
                found.append(number)
    return found


def _beside_unit(
    index: Index,
    units: Sequence[IndexedUnit],
    whole: str,
    allowed: Allowed,
    years: frozenset[int],
) -> list[int]:
    """Find words that have the name of a unit before or after them, without a space between."""
    for one in units:
        for name in one.spoken:
            if len(name) < SHORTEST or len(whole) < len(name) + SHORTEST:
                continue
            rest = ""
            if whole.endswith(name):
                rest = whole[: -len(name)]
            elif whole.startswith(name):
                rest = whole[len(name) :]
            if rest and (lines := _lines_with(index, (rest, one.folded), allowed, years)):
                return lines
    return []


def _year(index: Index, number: int) -> int:
    return index.projects[number].fiscal_year


def _projects(index: Index, lines: Sequence[int], whole: str) -> ProjectsFound:
    """Put those first whose name or running number is exactly what was typed."""
    if whole.isdecimal() and len(whole) == 4:
        tails = [one for one in lines if index.projects[one].code.endswith(f"-{whole}")]
        lines = tails or lines
    exact = [number for number in lines if index.name(number) == whole]
    first = set(exact)
    ordered = [*exact, *(number for number in lines if number not in first)]
    numbers = tuple(index.projects[number].id for number in ordered[:MOST])
    return ProjectsFound(numbers, len(ordered))
