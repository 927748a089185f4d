"""Changes of policies, and the file that holds several."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.timeliness.refusals import Impossible, NoFile, NothingSet, UnknownTable
from handlers.timeliness.settings import Settings


@dataclass(frozen=True, slots=True)
class Change:
    """What a unit, or with None the city, is to set in a Buddhist fiscal year."""

    unit_code: str | None
    fiscal_year: int
    settings: Settings


def read_fiscal_year(text: str) -> int | None:
    """Read a year such as 2569, or None; one outside 2550 to 2599 is a slip of the hand."""
    return int(text) if re.fullmatch(r"25[5-9][0-9]", text) else None


def read_changes(text: str, fiscal_year: int) -> tuple[Change, ...] | Impossible:
    """Read a TOML file: tables `[city]` and `[unit.CODE]`, for another year `[year.2570.city]`.

    Whether there is such a unit, and such settings, is not looked at here.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Impossible((NoFile(str(error)),))
    found = [*_changes(tables, fiscal_year)]
    changes = tuple(one for one in found if isinstance(one, Change))
    unknown = tuple(one for one in found if isinstance(one, UnknownTable))
    if unknown or not changes:
        return Impossible(unknown or (NothingSet(),))
    return changes


def _changes(
    tables: Mapping[str, Any], fiscal_year: int, *, within: str = ""
) -> Iterator[Change | UnknownTable]:
    for name, table in tables.items():
        match name, table:
            case "city", dict():
                yield Change(None, fiscal_year, table)
            case "unit", dict():
                yield from _changes_of_units(table, fiscal_year, within=f"{within}unit.")
            case "year", dict() if not within:
                yield from _changes_of_years(table)
            case _:
                yield UnknownTable(within + name)


def _changes_of_units(
    tables: Mapping[str, Any], fiscal_year: int, *, within: str
) -> Iterator[Change | UnknownTable]:
    for code, settings in tables.items():
        if isinstance(settings, dict):
            yield Change(code, fiscal_year, settings)
        else:
            yield UnknownTable(within + code)


def _changes_of_years(tables: Mapping[str, Any]) -> Iterator[Change | UnknownTable]:
    for written, table in tables.items():
        year = read_fiscal_year(written)
        if year is not None and isinstance(table, dict):
            yield from _changes(table, year, within=f"year.{written}.")
        else:
            yield UnknownTable(f"year.{written}")
