"""Projects with their logs, and indicators of units, as JSON that scripts outside rely on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.figures import read_number
from handlers.summaries.corrections import Correction, corrections_of
from handlers.summaries.project import Month, ProjectSummary
from storage.periods import Period, Quarter
from storage.records import (
    Evaluation,
    Indicator,
    PrintedScore,
    ProjectFacts,
    QuarterResult,
    Report,
    UnitIndicator,
)

Json = dict[str, Any]


def write_project(
    facts: ProjectFacts,
    entries: Sequence[Report],
    *,
    unit: str,
    percent: Decimal | None,
    summary: ProjectSummary,
) -> Json:
    """Write a project with the given entries, oldest first; `unit` is its unit's name.

    How its months were judged, and what was corrected after the lock, are those of the summary.
    """
    return {
        "code": facts.code,
        "name": facts.name,
        "unit_code": facts.unit_code,
        "unit": unit,
        "division_code": facts.division_code,
        "fiscal_year": facts.fiscal_year,
        "percent": _number(percent),
        "status": facts.status.value,
        "responsible": facts.responsible,
        "rationale": facts.rationale,
        "objectives": facts.objectives,
        "targets": facts.targets,
        "strategy": list(facts.strategy),
        "entries": [_entry(one) for one in entries],
        "indicators": [_indicator(one, facts.fiscal_year) for one in facts.indicators],
        "evaluations": [_evaluation(one) for one in facts.evaluations],
        "start": _number(summary.start),
        "months": [_month(month) for month in summary.months if month.begun],
        "corrections": [
            _correction(one, summary.months[-1].period.fiscal_year)
            for one in corrections_of(summary)
        ],
    }


def write_unit_indicator(one: UnitIndicator) -> Json:
    """Write an indicator that a unit answers for."""
    return {
        "unit_code": one.unit_code,
        "unit": one.unit,
        "fiscal_year": one.fiscal_year,
        **_indicator(one.indicator, one.fiscal_year),
    }


def _entry(one: Report) -> Json:
    return {
        "percent": _number(one.content.percent),
        "period": str(one.period),
        "reported_on": one.reported_on.isoformat(),
        "text_date": None if one.text_date is None else one.text_date.isoformat(),
        "narrative": one.content.narrative,
        "problems": one.content.problems,
        "obstacles": one.content.obstacles,
        "revision": one.revision,
        "reporter": one.reporter,
        "channel": one.channel,
        "class": None if one.timeliness is None else one.timeliness.value,
    }


def _month(one: Month) -> Json:
    """Write a month as it is judged, whatever brought its entries; a gap has no percent."""
    return {
        "period": str(one.period),
        "percent": _number(one.percent),
        "class": one.became.value,
    }


def _correction(one: Correction, fiscal_year: int) -> Json:
    """Write what stood when the quarter was locked, and what it is now."""
    quarter = Quarter(fiscal_year, one.place) if isinstance(one.place, int) else None
    return {
        "what": one.what.value,
        "period": str(one.place) if isinstance(one.place, Period) else None,
        "quarter": None if quarter is None else str(quarter),
        "indicator": one.indicator,
        "stood": _number(one.stood),
        "now": _number(one.now),
        "reason": one.reason or None,
    }


def _indicator(one: Indicator, fiscal_year: int) -> Json:
    return {
        "code": one.code,
        "name": one.name,
        "measure": one.measure,
        "target": _figure_or_text(one.target),
        "actual": _figure_or_text(one.actual),
        "kind": one.kind,
        "level": one.level,
        "definition": one.definition,
        "quarters": [_quarter(quarter) for quarter in one.quarters],
        "summary": one.summary,
        "evaluation": None if one.printed is None else _printed(one.printed, fiscal_year),
    }


def _printed(one: PrintedScore, fiscal_year: int) -> Json:
    return _evaluation(Evaluation(Quarter(fiscal_year, one.number), one.score, AS_PRINTED))


def _quarter(one: QuarterResult) -> Json:
    return {
        "number": one.number,
        "result": _number(one.result),
        "score": _number(one.score),
        "assessed": None if one.assessed is None else [_number(part) for part in one.assessed],
        "narrative": one.narrative,
    }


def _evaluation(one: Evaluation) -> Json:
    return {"quarter": str(one.quarter), "score": _number(one.score), "note": one.note}


def _figure_or_text(text: str) -> int | float | str | None:
    figure = read_number(text)
    return text if figure is None else _number(figure)


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
