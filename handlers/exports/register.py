"""Exports of what the register holds, read and written some projects at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import IO, assert_never

from sqlalchemy import Connection

from handlers.exports.comma_separated import write_csv
from handlers.exports.page import write_page
from handlers.exports.paste import write_paste
from handlers.exports.project_json import Json, write_project, write_unit_indicator
from handlers.exports.scope import FiscalYear, OneProject, Scope
from handlers.exports.workbook import write_workbook
from handlers.summaries.project import ProjectSummary
from handlers.summaries.reading import AT_ONCE, read_projects
from handlers.texts import Phrases
from storage.periods import BANGKOK, Period, Quarter, fiscal_months, local_date
from storage.projects import find_project, projects_by_number
from storage.records import Report, UnitIndicator, newest_of
from storage.reports import log_of
from storage.summaries import projects_in
from storage.unit_indicators import indicators_of_units
from storage.units import find_unit, names_of_units, units_below


@dataclass(frozen=True, slots=True)
class Span:
    """Projects, by code, and the months of one fiscal year that an export is about.

    `unit_codes` are the units whose own indicators belong to it, None is every unit.
    """

    project_ids: tuple[int, ...]
    periods: tuple[Period, ...]
    unit_codes: frozenset[str] | None = frozenset()


def find_span(tx: Connection, scope: Scope) -> Span | None:
    """Give what a scope covers; None where its project or its unit is not there.

    One project is given with the months of its own fiscal year.
    """
    units = None
    if scope.unit_code is not None:
        if find_unit(tx, scope.unit_code) is None:
            return None
        units = units_below(tx, scope.unit_code)
    match scope.what:
        case OneProject(code):
            found = find_project(tx, code)
            if found is None or (units is not None and found[1].unit_code not in units):
                return None
            return Span((found[0],), fiscal_months(found[1].fiscal_year))
        case FiscalYear(year):
            periods = fiscal_months(year)
        case Quarter() as quarter:
            periods = quarter.periods
        case _:
            assert_never(scope.what)
    return Span(projects_in(tx, units, periods), periods, units)


def export_page(tx: Connection, code: str) -> str | None:
    """Give the page of a project, whose log is in its newest revisions; None for no project."""
    found = find_project(tx, code)
    if found is None:
        return None
    project_id, facts = found
    unit = names_of_units(tx, [facts.unit_code])[facts.unit_code]
    return write_page(facts, log_of(tx, project_id), unit=unit)


def export_csv(tx: Connection, span: Span, say: Phrases, *, today: date) -> Iterator[str]:
    """Give the entries as a table, in pieces."""
    return write_csv(_summaries(tx, span, today), span.periods, say)


def export_paste(tx: Connection, span: Span, *, today: date) -> Iterator[str]:
    """Give each project's text as the city's system shows it."""
    return write_paste(_summaries(tx, span, today))


def export_workbook(
    tx: Connection, span: Span, file: IO[bytes], say: Phrases, *, today: date
) -> None:
    """Write the workbook; OSError where it cannot be written."""
    projects, of_units = _summaries(tx, span, today), unit_indicators(tx, span)
    write_workbook(file, projects, of_units, span.periods, say)


def export_json(tx: Connection, scope: Scope, span: Span, *, now: datetime) -> Iterator[str]:
    """Give the projects of a scope as one JSON object, in pieces.

    A quarter and a year give their own entries and evaluations, and the percent at their end, and
    the indicators that units answer for. One project gives all it has.
    """
    head = {
        "generated_at": now.astimezone(BANGKOK).isoformat(timespec="seconds"),
        "scope": str(scope),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield ',\n "projects": ['
    separator = "\n"
    for one in _projects(tx, scope, span, today=local_date(now)):
        yield separator + json.dumps(one, ensure_ascii=False, indent=1)
        separator = ",\n"
    yield "\n ]"
    if not isinstance(scope.what, OneProject):
        indicators = [write_unit_indicator(one) for one in unit_indicators(tx, span)]
        yield f',\n "indicators": {json.dumps(indicators, ensure_ascii=False, indent=1)}'
    yield "\n}\n"


def unit_indicators(tx: Connection, span: Span) -> tuple[UnitIndicator, ...]:
    """Give the indicators that the units of a span answer for, in its fiscal year."""
    return indicators_of_units(tx, span.unit_codes, span.periods[0].fiscal_year)


def _summaries(tx: Connection, span: Span, today: date) -> Iterator[ProjectSummary]:
    return read_projects(tx, span.project_ids, span.periods, today=today)


def _projects(tx: Connection, scope: Scope, span: Span, *, today: date) -> Iterator[Json]:
    for batch in _batches(_summaries(tx, span, today)):
        facts = projects_by_number(tx, [one.recorded.id for one in batch])
        for one in batch:
            log: Sequence[Report] = [entry.said for entry in one.entries]
            told, percent = facts[one.recorded.id], one.end
            if isinstance(scope.what, OneProject):
                log = log_of(tx, one.recorded.id)
                newest = newest_of(log)
                percent = None if newest is None else newest.content.percent
            else:
                told = replace(told, status=one.status, evaluations=one.recorded.evaluations)
            yield write_project(told, log, unit=one.unit, percent=percent, summary=one)


def _batches(projects: Iterable[ProjectSummary]) -> Iterator[list[ProjectSummary]]:
    rest = iter(projects)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
