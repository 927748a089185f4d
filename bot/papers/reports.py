"""Reports as PDF: what they tell is read out of the record, and set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine

from bot.papers.report import ManyProjects, Report, report_content
from bot.papers.report_summary import Added
from bot.papers.wording import Wording
from bot.sheets.apart import SetPages, set_apart
from handlers.exports.register import Span, find_span, unit_indicators
from handlers.exports.scope import OneProject, Scope
from handlers.summaries.counting import read_marks, read_totals
from handlers.summaries.reading import read_in_year
from storage.db import reading
from storage.periods import months_just_before
from storage.projects import find_project
from storage.units import find_unit, names_of_units

TEMPLATE = Path(__file__).with_name("report.typ")

MOST = 500
"""Projects of one PDF, some 320 pages: setting each costs more than a megabyte of memory."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """So many projects are in no PDF: a unit further down, or a workbook, is to be chosen."""

    projects: int
    most: int


def write_report(
    engine: Engine, scope: Scope, file: IO[bytes], wording: Wording, *, today: date
) -> bool | TooMany:
    """Write the PDF of a scope; False, and nothing written, where there is nothing of that name.

    The database is let go of before the pages are set.
    """
    with set_apart(TEMPLATE) as set_pages:
        with reading(engine) as tx:
            report = read_report(tx, scope, today=today)
        if not isinstance(report, Report):
            return report or False
        file.write(set_report(report, wording, set_pages, today=today))
    return True


def read_report(tx: Connection, scope: Scope, *, today: date) -> Report | TooMany | None:
    """Read what a report tells; None where there is nothing of that name."""
    span = find_span(tx, scope)
    if span is None:
        return None
    if len(span.project_ids) > MOST:
        return TooMany(len(span.project_ids), MOST)
    projects = tuple(read_in_year(tx, span.project_ids, span.periods, today=today))
    if isinstance(scope.what, OneProject):
        found = find_project(tx, scope.what.code)
        return None if found is None else Report(found[1], span.periods, projects)
    unit = None if scope.unit_code is None else find_unit(tx, scope.unit_code)
    added = _add_up(tx, span, scope.unit_code, today=today)
    about = ManyProjects(unit, added, unit_indicators(tx, span))
    return Report(about, span.periods, projects)


def set_report(report: Report, wording: Wording, set_pages: SetPages, *, today: date) -> bytes:
    """Set a report as PDF by `set_pages` of TEMPLATE; raises Misprint."""
    return set_pages(report_content(report, wording, today=today))


def _add_up(tx: Connection, span: Span, unit_code: str | None, *, today: date) -> Added:
    now = read_totals(tx, span.periods, unit_code, today=today)
    return Added(
        now=now,
        before=read_totals(tx, months_just_before(span.periods), unit_code, today=today),
        marks=read_marks(tx, span.periods, unit_code, today=today),
        names=names_of_units(tx, [*now.units]),
    )
