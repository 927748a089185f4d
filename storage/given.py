"""What was given in chat stays when a page that says otherwise is saved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection, select

from storage.indicators import match_indicators, numbers_of_indicators
from storage.periods import Quarter
from storage.records import Evaluation, Indicator, ProjectFacts, QuarterResult
from storage.tables import evaluation_revision, indicator, indicator_revision


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure that was given in chat and stays, though another one was to be saved.

    `indicator` is its name, None for a score.
    """

    indicator: str | None
    quarter: Quarter
    given: Decimal | None
    other: Decimal


def keep_given(
    tx: Connection, facts: ProjectFacts, *, project_id: int, known: ProjectFacts
) -> tuple[ProjectFacts, tuple[Kept, ...]]:
    """Give the facts to save in place of `facts`, and what differs in them for that reason.

    An indicator with results that were given in chat stays even where the facts have it no more.
    """
    indicators, kept_results = _keep_results(tx, facts, project_id=project_id, known=known)
    evaluations, kept_scores = _keep_scores(tx, facts, project_id=project_id, known=known)
    kept = replace(facts, indicators=indicators, evaluations=evaluations)
    return kept, (*kept_results, *kept_scores)


def _keep_results(
    tx: Connection, facts: ProjectFacts, *, project_id: int, known: ProjectFacts
) -> tuple[tuple[Indicator, ...], list[Kept]]:
    given: defaultdict[int, set[int]] = defaultdict(set)
    for row in tx.execute(
        select(indicator_revision.c.indicator_id, indicator_revision.c.number)
        .join(indicator, indicator.c.id == indicator_revision.c.indicator_id)
        .where(indicator.c.project_id == project_id)
    ):
        given[row.indicator_id].add(row.number)
    indicators, kept = list(facts.indicators), []
    if not given:
        return facts.indicators, []
    numbers = numbers_of_indicators(tx, project_id)
    matched = match_indicators(known.indicators, facts.indicators)
    for index, indicator_id in enumerate(numbers):
        if indicator_id not in given:
            continue
        theirs = known.indicators[index]
        if index not in matched:
            indicators.append(theirs)
            continue
        at = matched.index(index)
        indicators[at], differing = _overlaid(indicators[at], theirs, given[indicator_id])
        kept += [
            Kept(theirs.name, Quarter(facts.fiscal_year, number), result, other)
            for number, result, other in differing
        ]
    return tuple(indicators), kept


def _overlaid(
    new: Indicator, known: Indicator, given: set[int]
) -> tuple[Indicator, list[tuple[int, Decimal | None, Decimal]]]:
    quarters = {one.number: one for one in new.quarters}
    differing = []
    for theirs in known.quarters:
        if theirs.number not in given:
            continue
        other = quarters.get(theirs.number, QuarterResult(theirs.number))
        if other.result is not None and other.result != theirs.result:
            differing.append((theirs.number, theirs.result, other.result))
        quarters[theirs.number] = replace(other, result=theirs.result, narrative=theirs.narrative)
    in_order = tuple(quarters[number] for number in sorted(quarters))
    return replace(new, quarters=in_order), differing


def _keep_scores(
    tx: Connection, facts: ProjectFacts, *, project_id: int, known: ProjectFacts
) -> tuple[tuple[Evaluation, ...], list[Kept]]:
    rows = tx.execute(
        select(evaluation_revision.c.fiscal_year, evaluation_revision.c.quarter).where(
            evaluation_revision.c.project_id == project_id
        )
    )
    given = {Quarter(row.fiscal_year, row.quarter) for row in rows}
    theirs = {one.quarter: one for one in known.evaluations if one.quarter in given}
    merged = {one.quarter: one for one in facts.evaluations} | theirs
    kept = [
        Kept(None, one.quarter, theirs[one.quarter].score, one.score)
        for one in facts.evaluations
        if one.quarter in theirs
        and one.score is not None
        and one.score != theirs[one.quarter].score
    ]
    return tuple(merged[quarter] for quarter in sorted(merged)), kept
