"""Summaries as rows of tables, the same for every kind of file.

Days are texts of the Buddhist era, for a sheet would take such a date for one of the Christian era.
A month without a report has a row or a word of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import assert_never

from handlers.exports.cells import Cell, Row
from handlers.exports.indicator_rows import COLUMNS, indicator_rows
from handlers.summaries.corrections import Correction, corrections_of
from handlers.summaries.page_text import join_entries, say_page_day
from handlers.summaries.project import Entry, Month, ProjectSummary
from handlers.texts import Phrases
from handlers.timeliness.classes import Class
from handlers.wording import say_period
from storage.periods import Period
from storage.records import UnitIndicator


class Sheet(StrEnum):
    PROJECTS = "projects"
    ENTRIES = "entries"
    INDICATORS = "indicators"
    PROBLEMS = "problems"
    CORRECTIONS = "corrections"


_WHOSE = ("code", "name", "unit_code", "unit")
_ENTRY = (
    *("period", "entry", "revision", "reported_on", "text_date", "percent", "narrative"),
    *("problems", "obstacles", "class", "reporter", "channel", "after_lock", "locked_percent"),
)
_PROBLEM = ("kind", "state", "since", "until", "text")
_CORRECTION = ("what", "place", "indicator", "stood", "now", "reason")
_CLASSES = (Class.ON_TIME, Class.LATE, Class.MISSING)


def headings_of(sheet: Sheet, periods: Sequence[Period], say: Phrases) -> tuple[str, ...]:
    """Give the headings of a sheet about some months of a fiscal year."""
    whose = tuple(say(f"column.{key}") for key in _WHOSE)
    match sheet:
        case Sheet.PROJECTS:
            return (*whose, *_project_headings(periods, say))
        case Sheet.ENTRIES:
            return (*whose, *(say(f"column.{key}") for key in _ENTRY))
        case Sheet.INDICATORS:
            return (*whose, *(say(f"column.{key}") for key in COLUMNS))
        case Sheet.PROBLEMS:
            return (*whose, *(say(f"column.{key}") for key in _PROBLEM))
        case Sheet.CORRECTIONS:
            return (*whose, *(say(f"column.{key}") for key in _CORRECTION))


def rows_of(sheet: Sheet, one: ProjectSummary, say: Phrases) -> Iterator[Row]:
    """Give the rows of a project on a sheet, in the order of the headings."""
    recorded = one.recorded
    whose = (recorded.code, recorded.name, recorded.unit_code, one.unit)
    match sheet:
        case Sheet.PROJECTS:
            rows = iter((_project(one, say),))
        case Sheet.ENTRIES:
            rows = _entries(one, say)
        case Sheet.INDICATORS:
            numbers = _quarters([month.period for month in one.months])
            owner = say("cell.of_project")
            rows = indicator_rows(recorded.indicators, numbers, say, owner=owner)
        case Sheet.PROBLEMS:
            rows = _problems(one, say)
        case Sheet.CORRECTIONS:
            rows = (_correction(each, say) for each in corrections_of(one))
    for row in rows:
        yield whose + row


def unit_rows(one: UnitIndicator, periods: Sequence[Period], say: Phrases) -> Iterator[Row]:
    """Give the rows of an indicator that a unit answers for on the sheet of indicators."""
    whose = (None, None, one.unit_code, one.unit)
    owner = say("cell.of_unit")
    for row in indicator_rows([one.indicator], _quarters(periods), say, owner=owner):
        yield whose + row


def _quarters(periods: Sequence[Period]) -> list[int]:
    return sorted({period.quarter.number for period in periods})


def _project_headings(periods: Sequence[Period], say: Phrases) -> Iterator[str]:
    for key in ("fiscal_year", "status", "responsible", "start"):
        yield say(f"column.{key}")
    yield from (say_period(period, say.locale) for period in periods)
    for key in ("end", "locked_end", "on_time", "late", "missing"):
        yield say(f"column.{key}")
    for number in _quarters(periods):
        yield say("column.score_of", number=number)
        yield say("column.note_of", number=number)
    for key in ("budget", "budget_used", "joined"):
        yield say(f"column.{key}")


def _project(one: ProjectSummary, say: Phrases) -> Row:
    recorded = one.recorded
    became = [month.became for month in one.months if month.due_on is None]
    evaluations = {each.quarter.number: each for each in one.evaluations}
    scores: list[Cell] = []
    for number in _quarters([month.period for month in one.months]):
        found = evaluations.get(number)
        scores += (None, None) if found is None else (found.score, found.note or None)
    return (
        recorded.fiscal_year,
        say(f"status.{one.status}"),
        recorded.responsible,
        one.start,
        *(_percent_or_gap(month, say) for month in one.months),
        one.end,
        one.locked_end if one.is_revised else None,
        *(became.count(each) for each in _CLASSES),
        *scores,
        one.budget.given,
        one.budget.used,
        join_entries(one.entries),
    )


def _percent_or_gap(month: Month, say: Phrases) -> Cell:
    if month.percent is None and month.begun:
        return _gap(month, say)
    return month.percent


def _gap(month: Month, say: Phrases) -> str:
    """Say what became of a month without a report; what is not due yet is not missing."""
    return say(f"class.{month.became}" if month.due_on is None else "cell.not_due")


def _entries(one: ProjectSummary, say: Phrases) -> Iterator[Row]:
    for month in one.months:
        yield from (_entry(entry, say) for entry in month.entries)
        if month.begun and not month.entries:
            gap: dict[str, Cell] = {
                "period": say_period(month.period, say.locale),
                "class": _gap(month, say),
            }
            yield tuple(gap.get(key) for key in _ENTRY)


def _entry(entry: Entry, say: Phrases) -> Row:
    said, content = entry.said, entry.said.content
    mark = "cell.added" if entry.locked is None else "cell.corrected"
    return (
        say_period(said.period, say.locale),
        said.entry,
        said.revision,
        say_page_day(said.reported_on),
        None if said.text_date is None else say_page_day(said.text_date),
        content.percent,
        content.narrative,
        content.problems,
        content.obstacles,
        None if entry.timeliness is None else say(f"class.{entry.timeliness}"),
        said.reporter,
        said.channel,
        say(mark) if entry.after_lock else None,
        None if entry.locked is None else entry.locked.content.percent,
    )


def _problems(one: ProjectSummary, say: Phrases) -> Iterator[Row]:
    for issue in one.issues:
        since = say("cell.before") if issue.since is None else say_period(issue.since, say.locale)
        yield (
            say(f"kind.{issue.kind}"),
            say(f"state.{issue.state}"),
            since,
            None if issue.until is None else say_period(issue.until, say.locale),
            issue.text,
        )


def _correction(one: Correction, say: Phrases) -> Row:
    match one.place:
        case Period():
            place: Cell = say_period(one.place, say.locale)
        case int():
            place = say("cell.quarter", number=one.place)
        case None:
            place = None
        case _:
            assert_never(one.place)
    what = say(f"what.{one.what}")
    return (what, place, one.indicator, one.stood, one.now, one.reason or None)
