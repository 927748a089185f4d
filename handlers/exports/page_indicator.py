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
    measure = _measure(one.measure)
    before = f"{words.TARGET} {measure} : "
    # The target is what follows the last colon.
    yield before + quote(one.target) if ":" in one.target else _labelled(before, one.target)
    yield _labelled(f"{words.ACTUAL} {measure} : ", one.actual)
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


def _measure(measure: str) -> str:
    lines = [(f"{label} ", f"{label} {measure} :") for label in (words.TARGET, words.ACTUAL)]
    plain = all(line_of(before, measure, " :") == line for before, line in lines)
    return measure if plain or not measure else quote(measure)


def _labelled(label: str, value: str) -> str:
    return line_of(label, value) if value else label.rstrip()


def _name_lines(one: Indicator) -> Iterator[str]:
    before = f"{words.INDICATOR} : "
    if one.code is None and find_mark(one.name.split("\n")[0], (Mark.INDICATOR_NAME,)):
        yield before + quote(one.name)
    elif one.code is None:
        yield from text_after(before, one.name)
    else:
        yield line_of(before, one.name, f" : {one.code}")


def _kind_lines(one: Indicator) -> Iterator[str]:
    before = f"{words.KIND} : "
    together = f"{one.kind} {one.level}".strip()
    if split_kind(together) == (one.kind, one.level) and line_of("", together) == together:
        yield before + together
        return
    yield before + quote(one.kind)
    if one.level:
        yield quote(one.level)


def _row(quarter: QuarterResult) -> str:
    first, second = quarter.assessed or (None, None)
    figures = [_figure(figure) for figure in (quarter.result, quarter.score, first, second)]
    return f"{quarter.number} {figures[0]} {figures[1]} {figures[2]} / {figures[3]}"


def _figure(figure: Decimal | None) -> str:
    return "-" if figure is None else say_percent(figure)
