"""The page of one indicator that a unit answers for: its figures and texts by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.imports.codes import read_indicator_code, unit_of_indicator
from handlers.imports.evaluations import read_printed_evaluation
from handlers.imports.findings import Findings
from handlers.imports.indicator_part import read_indicator
from handlers.imports.outcome import Reason, Remark
from handlers.imports.page_grammar import INDICATOR_PAGE
from handlers.imports.page_marks import Mark, is_ignored
from handlers.imports.page_options import PageOptions, settle_text, settle_year
from handlers.imports.page_text import Line
from handlers.imports.sections import Section, cut
from storage.records import Indicator


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The indicator has its code; its name is empty where neither page nor option has it."""

    code: str
    fiscal_year: int
    indicator: Indicator

    @property
    def unit_code(self) -> str:
        return unit_of_indicator(self.code)


def read_indicator_page(
    lines: Sequence[Line], options: PageOptions, found: Findings
) -> IndicatorPage | None:
    """Read a page whole; None where anything is refused. No such page prints its year."""
    sections = cut(lines, INDICATOR_PAGE)
    if not isinstance(sections, tuple):
        found.refused.append(sections)
        return None
    found.note_repairs_of(sections)
    read = read_indicator(sections, found)
    given = None if options.code is None else read_indicator_code(options.code)
    if options.code is not None and given is None:
        found.refuse(Reason.BAD_OPTION, about=options.code)
    top = sections[0].line
    code = settle_text(read.code, given, top, found)
    name = settle_text(read.name or None, options.name, top, found)
    fiscal_year = settle_year(None, options.year, top, found)
    for section in sections:
        _check_rest(section, read, found, fiscal_year=fiscal_year)
    if code is None and options.code is None:
        found.refuse(Reason.NO_CODE)
    if code is None or fiscal_year is None or found.refused:
        return None
    if name is None:
        found.remark(Remark.NAME_MISSING, about=code)
    return IndicatorPage(code, fiscal_year, replace(read, code=code, name=name or ""))


def _check_rest(
    section: Section, read: Indicator, found: Findings, *, fiscal_year: int | None
) -> None:
    """Look at the parts that are no part of the indicator."""
    body = [line for line in section.body if line.quoted or not is_ignored(line.text)]
    match section.mark:
        case Mark.START | Mark.INDICATOR_NAME | Mark.INDICATOR_LINK:
            found.refuse_all(body)
        case Mark.INDICATOR_EVALUATION if fiscal_year is not None:
            _check_evaluation(section, read, found, fiscal_year=fiscal_year)
        case _:
            pass


def _check_evaluation(
    section: Section, read: Indicator, found: Findings, *, fiscal_year: int
) -> None:
    """Remark a score that the table of quarters does not have: its quarter is not to be trusted."""
    printed = read_printed_evaluation(section, found, fiscal_year=fiscal_year)
    if printed is None:
        return
    scores = {quarter.number: quarter.score for quarter in read.quarters}
    if scores.get(printed.quarter.number) != printed.score:
        found.remark(Remark.EVALUATION_LEFT_OUT, section.line, about=section.marked.rest)
