"""The log of a project page, newest entry first there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.imports.figures import read_iso_day, read_percent
from handlers.imports.findings import Findings
from handlers.imports.outcome import Reason
from handlers.imports.page_marks import Mark, find_mark
from handlers.imports.page_text import Line, read_value
from handlers.imports.sections import Section, text_of
from handlers.thai.dates import leading_date
from handlers.thai.text import digits
from handlers.thai.words import is_none
from storage.records import Content, ImportedReport

_OF_AN_ENTRY = frozenset({Mark.ENTRY, Mark.PROBLEMS, Mark.OBSTACLES, Mark.SEPARATOR})


def read_log(sections: Sequence[Section], found: Findings) -> tuple[ImportedReport, ...]:
    """Read the entries of a page, oldest first."""
    entries: list[ImportedReport] = []
    for counter, parts in enumerate(_entries(sections), start=1):
        head = parts[0]
        if int(digits(head.marked.fields["counter"])) != counter:
            found.refuse(Reason.COUNTER_JUMPS, head.line, about=str(counter))
        percent = read_percent(head.marked.fields["percent"])
        if percent is None:
            found.refuse(Reason.BAD_PERCENT, head.line)
        reported_on = read_iso_day(head.marked.fields["day"])
        if reported_on is None:
            found.refuse(Reason.BAD_DATE, head.line)
        _check_end(parts, found)
        if percent is not None and reported_on is not None:
            text_date, narrative = _narrative(head.body)
            problems, obstacles = _answer(parts, Mark.PROBLEMS), _answer(parts, Mark.OBSTACLES)
            content = Content(percent, narrative, problems, obstacles)
            entries.append(ImportedReport(content, reported_on, text_date))
    # Entries of one day stand newest first, like all others; sorting keeps their order.
    entries.reverse()
    return tuple(sorted(entries, key=lambda one: one.reported_on))


def _entries(sections: Sequence[Section]) -> Iterator[list[Section]]:
    parts: list[Section] = []
    for section in sections:
        if section.mark is Mark.ENTRY and parts:
            yield parts
            parts = []
        if section.mark in _OF_AN_ENTRY:
            parts.append(section)
    if parts:
        yield parts


def _narrative(body: Sequence[Line]) -> tuple[date | None, str]:
    dated = leading_date(body[0].text) if body and not body[0].quoted else None
    if dated is None:
        return None, text_of(body)
    text_date, rest = dated
    first = read_value(body[0], rest.strip())
    begun = [first] if first.text or first.quoted else []
    return text_date, text_of([*begun, *body[1:]])


def _answer(parts: Sequence[Section], mark: Mark) -> str | None:
    section = next((part for part in parts if part.mark is mark), None)
    text = section.text if section else ()
    if not text:
        return None
    said_none = len(text) == 1 and not text[0].quoted and is_none(text[0].text)
    return None if said_none else text_of(text)


def _check_end(parts: Sequence[Section], found: Findings) -> None:
    """Refuse an entry that has run on, for want of its separator, into what follows the log."""
    if parts[-1].mark is Mark.SEPARATOR:
        found.refuse_all(parts[-1].body)
        return
    for line in parts[-1].body:
        if not line.quoted and find_mark(line.text, (Mark.INDICATOR,)):
            found.refuse(Reason.SEPARATOR_MISSING, line)
            return
