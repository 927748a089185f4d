"""Indicators as rows, one a quarter: those of projects, and those that units answer for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.exports.cells import Row
from handlers.imports.figures import read_number
from handlers.summaries.targets import Result, results_of
from handlers.texts import Phrases
from handlers.wording import say_percent
from storage.records import Indicator, PrintedScore

COLUMNS = (
    *("owner", "indicator_code", "indicator", "measure", "quarter", "target", "result", "reached"),
    *("quarter_score", "assessed", "quarter_text", "actual", "indicator_kind", "level"),
    *("definition", "summary", "printed_score"),
)


def indicator_rows(
    indicators: Sequence[Indicator], numbers: Sequence[int], say: Phrases, *, owner: str
) -> Iterator[Row]:
    """Give the rows of indicators in the quarters of these numbers; `owner` says whose they are."""
    for number in numbers:
        for result in results_of(indicators, number):
            yield _row(result, say, owner=owner)


def _row(result: Result, say: Phrases, *, owner: str) -> Row:
    one, quarter = result.indicator, result.quarter
    target, actual = read_number(one.target), read_number(one.actual)
    assessed = None if quarter is None else quarter.assessed
    return (
        owner,
        one.code,
        one.name,
        one.measure,
        result.number,
        one.target if target is None else target,
        result.result,
        say(f"reached.{result.reached}"),
        None if quarter is None else quarter.score,
        None if assessed is None else " / ".join(map(say_percent, assessed)),
        None if quarter is None else quarter.narrative,
        one.actual if actual is None else actual,
        one.kind,
        one.level,
        one.definition,
        one.summary,
        None if one.printed is None else _printed(one.printed, say),
    )


def _printed(printed: PrintedScore, say: Phrases) -> str:
    return say("cell.printed", number=printed.number, score=say_percent(printed.score))
