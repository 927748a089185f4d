"""What papers are called on screens, and as files."""

from __future__ import annotations

from handlers.oversight.shortening import shorten
from handlers.papers import FileForm
from handlers.texts import Phrases
from storage.periods import Quarter


def name_quarter(quarter: Quarter, unit: str, say: Phrases) -> str:
    """Name the summary of a quarter of a unit."""
    number, year = quarter.number, quarter.fiscal_year
    return say("name.quarter", number=number, year=year, unit=shorten(unit))


def name_year(fiscal_year: int, unit: str, say: Phrases) -> str:
    """Name the summary of a fiscal year of a unit."""
    return say("name.year", year=fiscal_year, unit=shorten(unit))


def name_project(project: str, say: Phrases) -> str:
    """Name the report of a project."""
    return say("name.project", project=shorten(project))


def name_curve(project: str, say: Phrases) -> str:
    """Name the picture of a project's year."""
    return say("name.curve", project=shorten(project))


def name_overview(unit: str, fiscal_year: int, say: Phrases) -> str:
    """Name the picture of a unit's year."""
    return say("name.overview", unit=shorten(unit), year=fiscal_year)


def say_form(form: FileForm, say: Phrases) -> str:
    """Name a form as its button does."""
    return say(f"in_form.{form}")
