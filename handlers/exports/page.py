"""A project's page as text again, in the full shape, complete enough to be read back.

What the city's pages do not print has lines of its own: the status, the budget, and the scores
of each quarter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.exports.page_indicator import indicator_lines
from handlers.exports.page_values import line_of, looks_marked, text_after, text_lines
from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.quoting import quote
from handlers.thai import page_words as words
from handlers.thai.dates import leading_date
from handlers.thai.words import is_none
from handlers.wording import say_percent
from storage.periods import BUDDHIST_OFFSET
from storage.records import Evaluation, ProjectFacts, Report, newest_of


def write_page(facts: ProjectFacts, log: Sequence[Report], *, unit: str) -> str:
    """Write a page; `log` is oldest first, as the page is not."""
    newest = newest_of(log)
    percent = "0" if newest is None else say_percent(newest.content.percent)
    lines = (
        *_head(facts, unit=unit, percent=percent),
        *_texts(facts),
        *(line for n, one in enumerate(reversed(log), start=1) for line in _entry(n, one)),
        *(line for one in facts.indicators for line in indicator_lines(one)),
        f"** {words.QUARTER_EVALUATIONS} **",
        *map(_evaluation, facts.evaluations),
    )
    return "\n".join(lines) + "\n"


def _head(facts: ProjectFacts, *, unit: str, percent: str) -> Iterator[str]:
    yield words.PROJECT_TITLE
    yield line_of("", facts.name, f" : {facts.code}")
    year = f" : ({facts.fiscal_year})"
    odd = ":" in unit or unit.startswith("*") or looks_marked(unit + year)
    yield quote(unit) + year if odd else line_of("", unit, year)
    yield percent
    yield f"{words.PROGRESS} {percent}"
    yield from text_lines(facts.responsible)
    yield words.PROJECT_LINK
    printed = [one for one in facts.evaluations if _is_printed(one, facts.fiscal_year)]
    for one in printed[-1:]:
        score = "" if one.score is None else say_percent(one.score)
        heading = f"*** {words.EVALUATORS} {words.EVALUATION} : {words.QUARTER}"
        yield f"{heading} {one.quarter.number} {score}".rstrip()
    yield f"** {words.STATUS} :{words.STATUS_NAMES[facts.status]}"
    if facts.budget is not None:
        yield f"** {words.BUDGET} :{facts.budget:,.2f}"
    if facts.budget_used is not None:
        yield f"** {words.BUDGET_USED} :{facts.budget_used:,.2f}"


def _is_printed(one: Evaluation, fiscal_year: int) -> bool:
    return one.note == AS_PRINTED and one.quarter.fiscal_year == fiscal_year


def _texts(facts: ProjectFacts) -> Iterator[str]:
    yield words.RATIONALE
    yield from text_lines(facts.rationale)
    if facts.division_code is not None:
        yield f"{facts.division_code}/{facts.division_code}"
    yield words.OBJECTIVES
    yield from text_lines(facts.objectives, may_be_cut=True)
    yield words.TARGETS
    yield from text_lines(facts.targets)
    yield words.STRATEGY
    for line in facts.strategy:
        # Copies of pages have a colon before such a line or a bar after it.
        bare = line and not line.startswith(":") and not line.endswith("|") and "\n" not in line
        yield from text_lines(line, may_be_cut=True) if bare else (quote(line),)


def _entry(counter: int, one: Report) -> Iterator[str]:
    content = one.content
    yield f"({counter}) {words.ENTRY} {content.percent:.2f} ({one.reported_on})"
    if one.text_date is not None:
        day, year = one.text_date, one.text_date.year + BUDDHIST_OFFSET
        yield from text_after(f"{day:%d/%m}/{year} : ", content.narrative)
    else:
        first, *rest = [*text_lines(content.narrative)] or [""]
        if content.narrative:
            yield quote(first) if leading_date(first) else first
            yield from rest
    yield from _answer(f"** {words.PROBLEMS} :", content.problems)
    yield from _answer(f"** {words.OBSTACLES} :", content.obstacles)
    yield words.SEPARATOR


def _answer(heading: str, text: str | None) -> Iterator[str]:
    if text is None:
        yield heading + words.NONE
    elif is_none(text):
        yield heading + quote(text)
    else:
        yield from text_after(heading, text)


def _evaluation(one: Evaluation) -> str:
    score = "" if one.score is None else say_percent(one.score)
    line = f"{words.QUARTER} {one.quarter.number}/{one.quarter.fiscal_year} : {score}"
    if one.score is not None and not one.note:
        return line
    return line_of(f"{line} : ", one.note)
