"""A fiscal year of the sample's projects and indicators, as far as it has gone on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from storage.periods import Period, Quarter, fiscal_months, period_of
from storage.records import (
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    PrintedScore,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
)

Table = Mapping[str, Any]
"""A table of TOML."""

SATURDAY = 5
COMPLETE = Decimal(100)


def project_of_year(
    told: Table, code: str, fiscal_year: int, today: date
) -> tuple[ProjectFacts, tuple[ImportedReport, ...]]:
    """Give a project of a Buddhist fiscal year, and what was reported on it so far.

    The last quarter that is over has no score yet: it is there for an evaluator to give.
    """
    present = period_of(today)
    entries = tuple(_entries(told, fiscal_year, today))
    percent = entries[-1].content.percent if entries else Decimal(0)
    is_done = percent == COMPLETE and fiscal_year < present.fiscal_year
    budget = Decimal(told["budget"])
    to_score = present.quarter.periods[0].previous.quarter
    facts = ProjectFacts(
        code=code,
        name=told["name"],
        unit_code=told["unit"],
        fiscal_year=fiscal_year,
        division_code=told["division"],
        responsible=told["responsible"],
        rationale=told["rationale"].strip(),
        objectives=told["objectives"].strip(),
        targets=told["targets"],
        strategy=tuple(told["strategy"]),
        status=(
            ProjectStatus.DONE
            if is_done
            else ProjectStatus(told.get("status", ProjectStatus.IN_PROGRESS))
        ),
        budget=budget,
        budget_used=round(budget * Decimal(told["spent"]) * percent / 100, 2),
        indicators=tuple(indicator_of_year(one, fiscal_year, today) for one in told["indicator"]),
        evaluations=tuple(
            Evaluation(Quarter(fiscal_year, number), Decimal(one["score"]), one.get("note", ""))
            for number, one in enumerate(told["evaluation"], start=1)
            if Quarter(fiscal_year, number) < to_score
        ),
    )
    return facts, entries


def indicator_of_year(told: Table, fiscal_year: int, today: date) -> Indicator:
    """Give an indicator with the results of the quarters that are over.

    Its summary and the evaluators' printed score are there when the year is over.
    """
    present = period_of(today).quarter
    over = [
        (number, one)
        for number, one in enumerate(told["quarters"], start=1)
        if Quarter(fiscal_year, number) < present
    ]
    is_over = fiscal_year < present.fiscal_year
    return Indicator(
        told["name"],
        code=told.get("code"),
        measure=told["measure"],
        target=told["target"],
        actual=over[-1][1]["result"] if over else "",
        kind=told["kind"],
        level=told["level"],
        definition=told.get("definition", ""),
        summary=told.get("summary", "") if is_over else "",
        quarters=tuple(_result(number, one) for number, one in over),
        printed=(
            PrintedScore(4, Decimal(told["printed"])) if is_over and "printed" in told else None
        ),
    )


def _result(number: int, told: Table) -> QuarterResult:
    assessed = None
    if "assessed" in told:
        first, second = map(Decimal, told["assessed"])
        assessed = (first, second)
    result, score = Decimal(told["result"]), Decimal(told["score"])
    return QuarterResult(number, result, score, assessed, told["narrative"])


def _entries(told: Table, fiscal_year: int, today: date) -> Iterator[ImportedReport]:
    """Give what was reported in the months before this one, and perhaps in this one."""
    present, months = period_of(today), fiscal_months(fiscal_year)
    for one in told["entry"]:
        month = months[one["month"] - 1]
        silent = told.get("silent_last_month", False) and month.next == present
        if month < present and not silent:
            yield _entry(one, _day_of(one, month))
        elif month == present and told.get("reported_already", False):
            yield _entry(one, min(_day_of(one, month), today))


def _entry(told: Table, day: date) -> ImportedReport:
    content = Content(
        Decimal(told["percent"]), told["narrative"], told.get("problems"), told.get("obstacles")
    )
    return ImportedReport(content, reported_on=day, text_date=day)


def _day_of(told: Table, month: Period) -> date:
    day = month.first_day.replace(day=told["day"])
    # Offices report before the weekend.
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
