"""Buttons that bring pictures and files, for the screens that tell of the same thing in words."""

from __future__ import annotations

from handlers.handout.names import say_form
from handlers.handout.wishes import paper_choice
from handlers.messages import Choice, Outgoing
from handlers.papers import (
    FileForm,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    paper_at,
)
from handlers.texts import phrases
from storage.periods import Quarter

OFFERED = (FileForm.PDF, FileForm.XLSX)


def project_offers(code: str, locale: str) -> tuple[Choice, ...]:
    """Give the buttons under what is told of a project."""
    say = phrases("handout", locale)
    curve = Choice(paper_choice(ProjectCurve(code)), say("choice.curve"))
    files = [ProjectFile(code, form) for form in OFFERED]
    return (curve, *(Choice(paper_choice(one), say_form(one.form, say)) for one in files))


def quarter_offers(quarter: Quarter, unit_code: str, locale: str) -> tuple[Choice, ...]:
    """Give the buttons under what is told of a quarter of a unit."""
    say = phrases("handout", locale)
    files = [QuarterFile(quarter, unit_code, form) for form in OFFERED]
    return (
        overview_offer(unit_code, quarter.fiscal_year, locale),
        *(Choice(paper_choice(one), say_form(one.form, say)) for one in files),
    )


def overview_offer(unit_code: str, fiscal_year: int, locale: str) -> Choice:
    """Give the button that brings the picture of a unit's year."""
    overview = UnitOverview(unit_code, fiscal_year)
    return Choice(paper_choice(overview), phrases("handout", locale)("choice.overview"))


def offered_curve(message: Outgoing) -> ProjectCurve | None:
    """Give the curve that a button of a message brings, if one does."""
    for choice in message.choices:
        paper = paper_at(choice.id.partition(".")[2])
        if isinstance(paper, ProjectCurve) and paper_choice(paper) == choice.id:
            return paper
    return None
