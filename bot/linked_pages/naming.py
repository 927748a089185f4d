"""The papers of a page, by the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from handlers.papers import (
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
    path_of,
)
from handlers.texts import phrases
from storage.project_places import place_of_code
from storage.units import find_unit


def link_files(
    papers: Iterable[QuarterFile | ProjectFile], locale: str
) -> tuple[tuple[str, str], ...]:
    """Give what each file is called, and its path below a link."""
    say = phrases("pages", locale)
    return tuple((say(f"file.{paper.form}"), path_of(paper)) for paper in papers)


def name_paper(tx: Connection, paper: Paper, locale: str) -> str | None:
    """Name a paper, without an ending; None where what it is about is not there."""
    say = phrases("pages", locale)
    match paper:
        case ProjectCurve(code) | ProjectFile(code):
            place = place_of_code(tx, code)
            if place is None:
                return None
            if isinstance(paper, ProjectCurve):
                return say("file.name_curve", code=code, name=place.name)
            return say("file.name_project", code=code, name=place.name)
        case UnitOverview(code, year):
            unit = find_unit(tx, code)
            if unit is None:
                return None
            return say("file.name_overview", unit=unit.name, year=year)
        case YearFile(year, code):
            unit = find_unit(tx, code)
            if unit is None:
                return None
            return say("file.name_year", year=year, unit=unit.name)
        case QuarterFile(quarter, unit_code):
            unit = None if unit_code is None else find_unit(tx, unit_code)
            if unit is None:
                return None
            return say("file.name_quarter", quarter=quarter, unit=unit.name)
