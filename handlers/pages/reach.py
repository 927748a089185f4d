"""What a pass opens: pages and papers of its unit and of all below it, or of its project."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from handlers.papers import (
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from storage.opening import Opens, ProjectPages, UnitPages
from storage.project_places import place_of_code
from storage.units import units_below


def reaches(tx: Connection, opens: Opens, wanted: Opens) -> bool:
    """Tell whether a pass opens the pages of a unit or of a project."""
    if opens == wanted:
        return True
    if isinstance(opens, ProjectPages):
        return False
    match wanted:
        case UnitPages(unit_code):
            return unit_code in units_below(tx, opens.unit_code)
        case ProjectPages(code):
            place = place_of_code(tx, code)
            return place is not None and place.unit_code in units_below(tx, opens.unit_code)
        case _:
            assert_never(wanted)


def reaches_paper(tx: Connection, opens: Opens, paper: Paper) -> bool:
    """Tell whether a pass opens a paper."""
    match paper:
        case ProjectCurve(code) | ProjectFile(code):
            return reaches(tx, opens, ProjectPages(code))
        case QuarterFile(unit_code=None):
            return False
        case (
            QuarterFile(unit_code=str(unit_code))
            | YearFile(unit_code=unit_code)
            | UnitOverview(unit_code)
        ):
            return reaches(tx, opens, UnitPages(unit_code))
        case _:
            raise AssertionError(paper)
