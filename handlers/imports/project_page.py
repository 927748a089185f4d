"""A project's page, in either of the shapes that copies of it have.

The full shape prints the code, name, unit and year, and headings over the texts. The stripped
one has neither, nor the words before the numbers of strategy lines: its texts are known by
their places between the lines that it does have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.imports.codes import read_unit_code, unit_of_project
from handlers.imports.evaluations import (
    read_printed_evaluation,
    read_quarter_evaluations,
)
from handlers.imports.figures import read_number, read_percent
from handlers.imports.findings import Findings
from handlers.imports.indicator_part import parts_by_indicator, read_indicator
from handlers.imports.outcome import Reason, Remark
from handlers.imports.page_grammar import PROJECT_PAGE
from handlers.imports.page_marks import Mark
from handlers.imports.page_options import PageOptions
from handlers.imports.page_text import Line
from handlers.imports.project_head import Head, read_head
from handlers.imports.project_log import read_log
from handlers.imports.project_texts import Parts, read_goals, read_rationale, read_strategy
from handlers.imports.sections import Section, cut, text_of
from handlers.thai import page_words as words
from storage.records import Evaluation, ImportedReport, Indicator, ProjectStatus

_STATUSES = {name: status for status, name in words.STATUS_NAMES.items()}


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What a page says. None, or an empty text, is what it does not say."""

    head: Head
    division_code: str | None
    status: ProjectStatus | None
    budget: Decimal | None
    budget_used: Decimal | None
    responsible: str
    rationale: str
    objectives: str
    targets: str
    strategy: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    evaluations: tuple[Evaluation, ...]
    log: tuple[ImportedReport, ...]

    @property
    def code(self) -> str:
        return self.head.code

    @property
    def unit_code(self) -> str:
        return unit_of_project(self.head.code)

    @property
    def unit(self) -> str | None:
        return self.head.unit


def read_project_page(
    lines: Sequence[Line], options: PageOptions, found: Findings
) -> ProjectPage | None:
    """Read a page whole; None where anything is refused."""
    sections = cut(lines, PROJECT_PAGE)
    if not isinstance(sections, tuple):
        found.refused.append(sections)
        return None
    found.note_repairs_of(sections)
    parts = {section.mark: section for section in sections}
    progress = parts.get(Mark.PROGRESS)
    if progress is None:
        found.refuse(Reason.PROGRESS_MISSING)
        return None
    found.refuse_all(parts[Mark.START].body)
    log = read_log(sections, found)
    head = read_head(
        parts.get(Mark.PROJECT_NAME), options, found, percent=progress.marked.rest, log=log
    )
    _check_progress(progress, log, found)
    objectives, targets = read_goals(parts, found)
    division_code = _division(parts.get(Mark.DIVISION), found)
    status = _status(parts.get(Mark.STATUS), found)
    budget = _amount(parts.get(Mark.BUDGET), found)
    budget_used = _amount(parts.get(Mark.BUDGET_USED), found)
    rationale = read_rationale(parts, found)
    strategy = read_strategy(parts, found)
    indicators = _indicators(sections, found)
    evaluations = _evaluations(parts, found, fiscal_year=head.fiscal_year if head else 0)
    if head is None or found.refused:
        return None
    return ProjectPage(
        head=head,
        division_code=division_code,
        status=status,
        budget=budget,
        budget_used=budget_used,
        responsible=text_of(progress.body),
        rationale=rationale,
        objectives=objectives,
        targets=targets,
        strategy=strategy,
        indicators=indicators,
        evaluations=evaluations,
        log=log,
    )


def _check_progress(progress: Section, log: Sequence[ImportedReport], found: Findings) -> None:
    percent = read_percent(progress.marked.rest)
    if percent is None:
        found.refuse(Reason.BAD_PERCENT, progress.line)
    elif not log and percent:
        found.remark(Remark.PROGRESS_WITHOUT_ENTRY, progress.line, about=progress.marked.rest)
    elif log and log[-1].content.percent != percent:
        found.remark(Remark.PROGRESS_DIFFERS, progress.line, about=progress.marked.rest)


def _division(section: Section | None, found: Findings) -> str | None:
    if section is None:
        return None
    fields = section.marked.fields
    if fields["code"] != fields["again"]:
        found.refuse(Reason.NOT_UNDERSTOOD, section.line)
    return read_unit_code(fields["code"])


def _status(section: Section | None, found: Findings) -> ProjectStatus | None:
    if section is None:
        return None
    found.refuse_all(section.body)
    if section.marked.rest not in _STATUSES:
        found.refuse(Reason.BAD_STATUS, section.line)
    return _STATUSES.get(section.marked.rest)


def _amount(section: Section | None, found: Findings) -> Decimal | None:
    if section is None:
        return None
    found.refuse_all(section.body)
    amount = read_number(section.marked.rest)
    if amount is None:
        found.refuse(Reason.BAD_NUMBER, section.line)
    return amount


def _indicators(sections: Sequence[Section], found: Findings) -> tuple[Indicator, ...]:
    read = (read_indicator(group, found) for group in parts_by_indicator(sections))
    return tuple(one for one in read if one != Indicator(name=""))


def _evaluations(parts: Parts, found: Findings, *, fiscal_year: int) -> tuple[Evaluation, ...]:
    listed: tuple[Evaluation, ...] = ()
    if Mark.QUARTER_EVALUATIONS in parts:
        section = parts[Mark.QUARTER_EVALUATIONS]
        listed = read_quarter_evaluations(section, found, fiscal_year=fiscal_year)
    if Mark.EVALUATION not in parts:
        return listed
    at_head = read_printed_evaluation(parts[Mark.EVALUATION], found, fiscal_year=fiscal_year)
    if at_head is None or any(one.quarter == at_head.quarter for one in listed):
        return listed
    return (*listed, at_head)
