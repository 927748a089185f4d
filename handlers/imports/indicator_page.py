"""The page of one indicator that a unit answers for: its figures and texts by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.imports.codes import read_indicator_code, unit_of_indicator
from handlers.imports.evaluations import is_score_line, read_printed_evaluation
from handlers.imports.findings import Findings
from handlers.imports.indicator_part import read_indicator
from handlers.imports.outcome import Reason, Remark
from handlers.imports.page_grammar import INDICATOR_PAGE
from handlers.imports.page_marks import Mark
from handlers.imports.page_options import PageOptions, settle_text, settle_year
from handlers.imports.page_text import Line
from handlers.imports.sections import Section, cut
from storage.records import Indicator, PrintedScore

_NO_PART_OF_IT = (Mark.START, Mark.INDICATOR_NAME, Mark.INDICATOR_LINK)


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
        if section.mark in _NO_PART_OF_IT:
            found.refuse_all(section.body)
    printed = _printed(sections, found, fiscal_year=fiscal_year)
    if code is None and options.code is None:
        found.refuse(Reason.NO_CODE)
    if code is None or fiscal_year is None or found.refused:
        return None
    if name is None:
        found.remark(Remark.NAME_MISSING, about=code)
    indicator = replace(read, code=code, name=name or "", printed=printed)
    return IndicatorPage(code, fiscal_year, indicator)


def _printed(
    sections: Sequence[Section], found: Findings, *, fiscal_year: int | None
) -> PrintedScore | None:
    """Read the evaluators' score at the head of the page; None where it is blank or not there."""
    section = next((one for one in sections if one.mark is Mark.INDICATOR_EVALUATION), None)
    if section is None or fiscal_year is None:
        return None
    scored = section.body[:1] if section.body and is_score_line(section.body[0]) else ()
    found.refuse_all(section.body[len(scored) :])
    read = read_printed_evaluation(section, found, fiscal_year=fiscal_year)
    if read is None or read.score is None:
        return None
    return PrintedScore(read.quarter.number, read.score)
