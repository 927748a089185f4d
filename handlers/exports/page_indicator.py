"""An indicator as a project's page prints it, with what only its own page has below that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handlers.exports.page_values import line_of, text_after, text_lines
from handlers.imports.indicator_part import split_kind
from handlers.imports.page_marks import Mark, find_mark
from handlers.imports.quoting import quote
from handlers.thai import page_words as words
from handlers.wording import say_percent
from storage.records import Indicator, QuarterResult


def indicator_lines(one: Indicator) -> Iterator[str]:
    """Write an indicator so that it is read as it is."""
    yield from _name_lines(one)
    measure = line_of("", one.measure) if one.measure else ""
    target = quote(one.target) if ":" in one.target else one.target
    yield line_of(f"{words.TARGET} {measure} : ", target) if target else f"{words.TARGET} {measure} :"
    yield line_of(f"{words.ACTUAL} {measure} : ", one.actual)
    yield from _kind_lines(one)
    if one.quarters:
        yield words.QUARTER_TABLE
    for quarter in one.quarters:
        yield _row(quarter)
    for quarter in one.quarters:
        if quarter.narrative:
            yield f"{words.QUARTER_REPORT} {quarter.number}"
            yield from text_lines(quarter.narrative)
    if one.summary:
        yield f"** {words.SUMMARY} **"
        yield from text_lines(one.summary)
    if one.definition:
        yield words.DEFINITION
        yield from text_lines(one.definition)
