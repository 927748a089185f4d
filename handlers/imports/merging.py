"""What a page or a row makes of the record that is there already.

It speaks only for what it says: anything that it leaves out stays as it was.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.imports.codes import unit_of_project
from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.indicator_page import IndicatorPage
from handlers.imports.project_page import ProjectPage
from handlers.imports.table_rows import ProjectRow
from storage.records import Evaluation, Indicator, ProjectFacts


def facts_of_page(page: ProjectPage, known: ProjectFacts | None) -> ProjectFacts:
    """Give the project as its page has it; one that nobody named bears its code for a name."""
    code = page.code
    before = known or ProjectFacts(code, code, page.unit_code, page.head.fiscal_year)
    return replace(
        before,
        name=page.head.name or before.name,
        fiscal_year=page.head.fiscal_year,
        division_code=page.division_code or before.division_code,
        responsible=page.responsible or before.responsible,
        rationale=page.rationale or before.rationale,
        objectives=page.objectives or before.objectives,
        targets=page.targets or before.targets,
        strategy=page.strategy or before.strategy,
        status=before.status if page.status is None else page.status,
        budget=before.budget if page.budget is None else page.budget,
        budget_used=before.budget_used if page.budget_used is None else page.budget_used,
        indicators=_indicators(page.indicators, before.indicators),
        evaluations=_evaluations(page.evaluations, before.evaluations),
    )


def indicator_of_page(page: IndicatorPage, known: Indicator | None) -> Indicator:
    """Give the indicator as its own page has it; its name, too, may be only its code."""
    printed = _indicator(page.indicator, known)
    before = known or Indicator(name=page.code)
    return replace(
        printed,
        name=printed.name or before.name,
        measure=printed.measure or before.measure,
        target=printed.target or before.target,
        actual=printed.actual or before.actual,
        kind=printed.kind or before.kind,
        level=printed.level or before.level,
    )


def facts_of_row(row: ProjectRow, known: ProjectFacts | None) -> ProjectFacts:
    """Give the project as a row of a table has it."""
    before = known or ProjectFacts(row.code, row.name, unit_of_project(row.code), row.fiscal_year)
    return replace(
        before,
        name=row.name,
        fiscal_year=row.fiscal_year,
        responsible=row.responsible or before.responsible,
        rationale=row.rationale or before.rationale,
        objectives=row.objectives or before.objectives,
        targets=row.targets or before.targets,
        status=before.status if row.status is None else row.status,
        budget=before.budget if row.budget is None else row.budget,
        budget_used=before.budget_used if row.budget_used is None else row.budget_used,
    )


def _indicators(
    printed: tuple[Indicator, ...], before: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    known = {one.name: one for one in before}
    merged = tuple(_indicator(one, known.get(one.name)) for one in printed)
    return merged or before


def _indicator(printed: Indicator, before: Indicator | None) -> Indicator:
    if before is None:
        return printed
    return replace(
        printed,
        code=printed.code or before.code,
        definition=printed.definition or before.definition,
        summary=printed.summary or before.summary,
        quarters=printed.quarters or before.quarters,
        printed=printed.printed or before.printed,
    )


def _evaluations(
    printed: tuple[Evaluation, ...], before: tuple[Evaluation, ...]
) -> tuple[Evaluation, ...]:
    merged = {one.quarter: one for one in before}
    for one in printed:
        known = merged.get(one.quarter)
        # A score that somebody entered for its quarter is worth more than one whose quarter
        # is only that of the day when the page was saved.
        if known is None or known.note == AS_PRINTED or one.note != AS_PRINTED:
            merged[one.quarter] = one
    return tuple(merged[quarter] for quarter in sorted(merged))
