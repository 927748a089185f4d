"""The evaluators' scores on a project page: the one at its head, and those of each quarter."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.imports.figures import read_number, read_year
from handlers.imports.findings import Findings
from handlers.imports.outcome import Reason
from handlers.imports.page_text import Line, read_value
from handlers.imports.sections import Section
from handlers.thai import page_words as words
from handlers.thai.text import digits
from storage.periods import Quarter
from storage.records import Evaluation

AS_PRINTED = "quarter_as_printed"
"""The note of a score whose quarter is the one of the day when the page was saved."""

LARGEST_SCORE = Decimal(10**5)

_PRINTED = re.compile(rf"{words.QUARTER}\s*(?P<number>{words.DIGIT})\s*:?\s*(?P<score>.*)")
_OF_A_QUARTER = re.compile(
    rf"{words.QUARTER}\s*(?P<number>{words.DIGIT})(?:\s*/\s*(?P<year>{words.DIGIT}+))?\s*"
    r"(?::?\s*(?P<score>[^\s:]+)|:)?(?:\s*:\s*(?P<note>.*))?"
)


def read_printed_evaluation(
    section: Section, found: Findings, *, fiscal_year: int
) -> Evaluation | None:
    """Read the score at the head of a page; None where the quarter stands there without one."""
    rest = section.rest
    body = section.body
    if not rest.text:
        return None
    printed = _PRINTED.fullmatch(rest.text)
    if printed is None:
        found.refuse(Reason.NOT_UNDERSTOOD, section.line)
        return None
    score = printed["score"]
    if not score and body and is_score_line(body[0]):
        score = body[0].text
    if not score:
        return None
    return _evaluation(section.line, found, quarter=(fiscal_year, printed["number"]), score=score)


def is_score_line(line: Line) -> bool:
    """Tell whether a line is a figure and nothing else: a cell of its own on a saved page."""
    return not line.quoted and read_number(line.text) is not None


def read_quarter_evaluations(
    section: Section, found: Findings, *, fiscal_year: int
) -> tuple[Evaluation, ...]:
    """Read the list of scores by quarter; its year stands there only on exported pages."""
    evaluations: dict[Quarter, Evaluation] = {}
    for line in section.body:
        listed = None if line.quoted else _OF_A_QUARTER.fullmatch(line.text)
        if listed is None:
            found.refuse(Reason.NOT_UNDERSTOOD, line)
            continue
        year = fiscal_year if listed["year"] is None else read_year(listed["year"])
        note = read_value(line, listed["note"] or "").text
        quarter = (year, listed["number"])
        one = _evaluation(line, found, quarter=quarter, score=listed["score"] or "", note=note)
        if one is None:
            continue
        if one.quarter in evaluations:
            found.refuse(Reason.OUT_OF_PLACE, line)
        evaluations[one.quarter] = one
    return tuple(evaluations.values())


def _evaluation(
    line: Line,
    found: Findings,
    *,
    quarter: tuple[int | None, str],
    score: str,
    note: str = AS_PRINTED,
) -> Evaluation | None:
    year, number = quarter
    if year is None or not 1 <= int(digits(number)) <= 4:
        found.refuse(Reason.BAD_QUARTER, line)
        return None
    figure = read_number(score, below=LARGEST_SCORE)
    if score and figure is None:
        found.refuse(Reason.BAD_NUMBER, line)
        return None
    return Evaluation(Quarter(year, int(digits(number))), figure, note)
