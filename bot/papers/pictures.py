"""Pictures of a project and of a unit, read and set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from bot.papers.curve import Json, curve_content
from bot.papers.overview import UnitYear
from bot.papers.wording import Wording
from bot.sheets import set_pages
from handlers.oversight.reading import count_buckets, month_looked_after
from handlers.oversight.rules import read_rules
from handlers.papers import PictureForm
from handlers.summaries.counting import read_totals
from handlers.summaries.project import ProjectSummary
from handlers.summaries.reading import read_projects
from handlers.summaries.unit_text import NONE
from handlers.wording import say_percent
from storage.periods import fiscal_months
from storage.projects import find_project
from storage.units import find_unit, units_below

HERE = Path(__file__).parent
CURVE = HERE / "curve_picture.typ"
OVERVIEW = HERE / "overview.typ"

PIXELS_PER_POINT = 3.5
"""Gives 1260 pixels across: what Telegram shows without making it smaller."""


def draw(template: Path, content: object, form: PictureForm) -> bytes:
    """Set one picture; raises Misprint."""
    (picture,) = set_pages(
        template,
        content,
        form="png" if form is PictureForm.PNG else "svg",
        pixels_per_point=PIXELS_PER_POINT,
    )
    return picture


def read_curve(tx: Connection, code: str, *, locale: str, today: date) -> Json | None:
    """Give what fills the picture of a project; None for no project."""
    found = find_project(tx, code)
    if found is None:
        return None
    project_id, facts = found
    periods = fiscal_months(facts.fiscal_year)
    (year,) = read_projects(tx, [project_id], periods, today=today)
    return curve_picture(year, today, Wording(locale))


def read_unit_year(tx: Connection, code: str, fiscal_year: int, *, today: date) -> UnitYear | None:
    """Give how a unit and all below it stand at the end of a fiscal year, or today before it.

    None for an unknown unit, and for a year that has not begun.
    """
    unit, months = find_unit(tx, code), fiscal_months(fiscal_year)
    if unit is None or months[0].first_day > today:
        return None
    # The month that /status and the unit's page judge, which is seen beside the picture.
    period = min(max(month_looked_after(tx, code, today), months[0]), months[-1])
    day = min(today, months[-1].last_day)
    below = units_below(tx, code)
    view = read_rules(tx, period, today=today).view(below)
    buckets = count_buckets(tx, replace(view, day=day))
    totals = read_totals(tx, months, code, today=today, continued=False)
    return UnitYear(unit.name, fiscal_year, day, buckets, totals.whole)


def curve_picture(year: ProjectSummary, day: date, wording: Wording) -> Json:
    """Give what fills the picture of a project's fiscal year as it stood on a day."""
    recorded, fiscal_year = year.recorded, year.months[0].period.fiscal_year
    return {
        "name": wording.words(recorded.name),
        "unit": wording.words(year.unit),
        "year": wording.say("picture.year", year=fiscal_year, code=recorded.code),
        "percent": NONE if year.end is None else f"{say_percent(year.end)}%",
        "curve": curve_content(year, day, wording),
    }
