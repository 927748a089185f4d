"""What words mean: a unit, projects, or nothing but what is nearest to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import le

from handlers.search.distance import distance_between, distance_within
from handlers.search.index import Index, IndexedUnit
from handlers.thai.folding import fold, short_name

MOST = 500
"""Projects of which a search knows the numbers; the others it only counts."""

COMPARED = 250
"""Lines that are compared letter by letter."""

NEAREST = 3
SHORTEST = 3
"""Letters that a word must have to be taken for mistyped, or for a part of longer words."""

UNLIKE = 1_000
"""Edits between words and what they have nothing to do with."""

_YEAR = re.compile(r"25[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be found: projects of these units, None for all, and some others by number."""

    units: frozenset[str] | None
    others: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """Words that name units, by code; `exact` tells whether they were typed without a mistake."""

    codes: tuple[str, ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ProjectsFound:
    """Projects by number, the likeliest first; of `total` at most MOST are given."""

    numbers: tuple[int, ...]
    total: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Nothing that the words could mean; these units and projects are nearest."""

    codes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


Found = UnitsFound | ProjectsFound | NothingFound


def find(index: Index, words: str, allowed: Allowed) -> Found:
    """Find what words mean among what is allowed; what is not allowed leaves no trace."""
    tokens = tuple(token for word in words.split() if (token := fold(word)))
    whole = "".join(tokens)
    if not whole:
        return NothingFound()
    units = [one for one in index.units if _is_allowed(one, allowed)]
    named = _units_named(units, whole)
    if named:
        return UnitsFound(named)
    wanted = _without_year(tokens)
    years = frozenset(int(token) for token in tokens if token not in wanted)
    whole = "".join(wanted)
    lines = _lines_with(index, wanted, allowed, years)
    lines = lines or _beside_unit(index, units, whole, allowed, years)
    if lines:
        return _projects(index, lines, whole)
    return _mistyped(index, units, wanted, whole, allowed)


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
    rarest, *others = sorted(tokens, key=index.rarity)
    found: list[int] = []
    for number in index.lines_with(rarest):
        # The newest year comes first, and is meant where there is anything of it.
        if found and not years and _year(index, number) != _year(index, found[0]):
            break
        if years and _year(index, number) not in years:
            continue
        if _may_be_found(index, number, allowed):
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


@dataclass(frozen=True, slots=True, order=True)
class _Near:
    """A line that is so many edits away from words; they mean it where each has few mistakes."""

    edits: int
    line: int
    is_meant: bool


# --- mistyped -----------------------------------------------------------------------------------


def _mistyped(
    index: Index, units: Sequence[IndexedUnit], tokens: Sequence[str], whole: str, allowed: Allowed
) -> Found:
    near_units = _near_units(units, whole)
    near = _near_projects(index, tokens, allowed)
    meant = [one for one in near if one.is_meant]
    best_unit = near_units[0][0] if near_units else UNLIKE
    best = meant[0].edits if meant else UNLIKE
    if best_unit <= min(best, _tolerated(short_name(whole))):
        codes = tuple(code for edits, code in near_units if edits == best_unit)
        return UnitsFound(codes, exact=False)
    if meant:
        lines = [one.line for one in meant if one.edits == best]
        newest = max(_year(index, number) for number in lines)
        lines = [number for number in lines if _year(index, number) == newest]
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


def _near_projects(index: Index, tokens: Sequence[str], allowed: Allowed) -> list[_Near]:
    shared = index.lines_like(tokens)
    likely = ((count, -line) for line, count in shared.items())
    ordered = sorted(likely, reverse=True)
    found: list[_Near] = []
    for _count, negative in ordered:
        line = -negative
        if _may_be_found(index, line, allowed):
            written = index.line(line)
            edits = [distance_within(one, written) for one in tokens]
            meant = all(map(le, edits, map(_tolerated, tokens)))
            found.append(_Near(sum(edits), line, meant))
            if len(found) == COMPARED:
                break
    return sorted(found)


def _tolerated(word: str) -> int:
    """Give how many mistakes a word may have and still be meant."""
    if len(word) < SHORTEST:
        return 0
    if word.isdecimal():
        return 1 if len(word) > 5 else 0  # another digit is another project
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3


# --- what is allowed ----------------------------------------------------------------------------


def _is_allowed(one: IndexedUnit, allowed: Allowed) -> bool:
    return allowed.units is None or one.unit.code in allowed.units


def _may_be_found(index: Index, line: int, allowed: Allowed) -> bool:
    if allowed.units is None:
        return True
    one = index.projects[line]
    return one.unit_code in allowed.units or one.id in allowed.others
