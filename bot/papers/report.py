"""The report of projects that an office sends up, as the values that fill its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.papers.report_page import indicator_part, page_part
from bot.papers.report_project import project_part
from bot.papers.report_summary import Added, summary_tables
from bot.papers.tabular import Cell, Column, Json, table
from bot.papers.wording import Wording
from handlers.summaries.reading import InYear
from handlers.summaries.unit_text import say_figure
from handlers.wording import say_period
from storage.periods import Period
from storage.records import ProjectFacts, Unit, UnitIndicator


@dataclass(frozen=True, slots=True)
class ManyProjects:
    """The projects of a unit and all below it; no unit is every unit.

    `indicators` are those that these units answer for themselves.
    """

    unit: Unit | None
    added: Added
    indicators: tuple[UnitIndicator, ...] = ()


About = ManyProjects | ProjectFacts
"""Many projects with what they add up to, or one with what its page says besides."""


@dataclass(frozen=True, slots=True)
class Report:
    about: About
    periods: tuple[Period, ...]
    projects: tuple[InYear, ...]


def report_content(report: Report, wording: Wording, *, today: date) -> Json:
    """Give what fills `report.typ`."""
    say = wording.say
    one = report.about if isinstance(report.about, ProjectFacts) else None
    parts = [project_part(each, wording, today=today) for each in report.projects]
    return {
        "title": say("report.title" if one is None else "report.of_project"),
        "head": [*_head(report, wording, today)],
        "contents_title": say("report.contents"),
        "contents_page": say("report.contents_page"),
        "summary_title": say("report.summary"),
        "summary": _summary(report, wording),
        "indicators_title": say("report.indicators"),
        "indicators": [*_unit_indicators(report, wording)],
        "list_title": say("report.list"),
        "list": _list(report.projects, wording) if one is None and parts else None,
        "details_title": say("report.details"),
        "note": wording.own(say("report.note")),
        "nothing": None if parts else say("report.nothing"),
        "projects": parts,
        "page": None if one is None else page_part(one, wording),
        # Filled where the numbers are known.
        "numbering": say("report.page", page="#1", pages="#2"),
        "digits": [wording.own(str(digit)) for digit in range(10)],
    }


def _head(report: Report, wording: Wording, today: date) -> Iterator[Json]:
    say = wording.say
    match report.about:
        case ManyProjects(unit=None):
            yield {
                "label": say("report.unit"),
                "words": wording.words(wording.summary("head.city")),
            }
        case ManyProjects(unit=Unit(code, name)):
            told = wording.summary("head.unit", name=name, code=code)
            yield {"label": say("report.unit"), "words": wording.words(told)}
        case ProjectFacts(code=code, name=name):
            yield {"label": say("report.project"), "words": wording.words(f"{name} ({code})")}
            unit = report.projects[0].now.unit
            yield {"label": say("report.unit"), "words": wording.words(unit)}
    yield {"label": say("report.months"), "words": [wording.own(_months(report.periods, wording))]}
    day, _, year = wording.long_day(today).rpartition(" ")
    made = say("report.made_at", day=day, year=year)
    yield {"label": say("report.made"), "words": [made]}


def _months(periods: Sequence[Period], wording: Wording) -> str:
    first, last = (say_period(one, wording.locale) for one in (periods[0], periods[-1]))
    quarter = periods[0].quarter
    if periods[-1].quarter == quarter:
        number, year = quarter.number, quarter.fiscal_year
        return wording.say("report.quarter", number=number, year=year, first=first, last=last)
    return wording.say("report.year", year=quarter.fiscal_year, first=first, last=last)


def _summary(report: Report, wording: Wording) -> list[list[Json]]:
    match report.about:
        case ManyProjects(added=added):
            return summary_tables(added, wording)
        case ProjectFacts():
            return []


def _unit_indicators(report: Report, wording: Wording) -> Iterator[Json]:
    match report.about:
        case ManyProjects(indicators=indicators):
            for one in indicators:
                yield {"unit": wording.words(one.unit), **indicator_part(one.indicator, wording)}
        case ProjectFacts():
            return


def _list(projects: Sequence[InYear], wording: Wording) -> Json:
    keys = ("code", "name", "unit", "status", "first", "last")
    shares = {"name": 3, "unit": 2}
    columns = [
        Column(wording.say(f"row.{key}"), shares.get(key, 0), is_figure=key in {"first", "last"})
        for key in keys
    ]
    rows: list[list[Cell]] = [
        [
            one.now.recorded.code,
            wording.words(one.now.recorded.name),
            wording.words(one.now.unit),
            wording.words(wording.summary(f"status.{one.now.status}")),
            wording.own(say_figure(one.now.start)),
            wording.own(say_figure(one.now.end)),
        ]
        for one in projects
    ]
    return table("", columns, rows)
