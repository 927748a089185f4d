"""The projects of the register, with everything their pages say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.given import Kept, keep_given
from storage.indicators import indicators_of_projects, replace_indicators
from storage.last_reports import keep_last_report
from storage.periods import Quarter
from storage.records import Evaluation, ProjectFacts, ProjectStatus
from storage.register_version import raise_register_version
from storage.strategy import replace_strategy, strategy_of_projects
from storage.tables import evaluation, project


@dataclass(frozen=True, slots=True)
class Saved:
    """`kept` are the figures that were given in chat and stay in place of other ones."""

    id: int
    changed: bool
    kept: tuple[Kept, ...] = ()


def find_project(
    tx: Connection, code: str, *, alone: bool = False
) -> tuple[int, ProjectFacts] | None:
    """Give the project of that code and its number, or None.

    With `alone` nobody else changes it, or reports on it, until this transaction ends.
    """
    wanted = select(project).where(project.c.code == code)
    found = _with_details(tx, wanted.with_for_update(key_share=True) if alone else wanted)
    return next(iter(found), None)


def projects_by_number(tx: Connection, project_ids: Collection[int]) -> dict[int, ProjectFacts]:
    """Give projects by their numbers; an unknown number is left out."""
    return dict(_with_details(tx, select(project).where(project.c.id.in_(project_ids))))


def save_project(tx: Connection, facts: ProjectFacts) -> Saved:
    """Add a project or change it, and tell whether anything changed. Its unit must be there.

    What was given of it in chat stays.
    """
    facts = replace(facts, evaluations=_in_order(facts.evaluations))
    known = find_project(tx, facts.code)
    kept: tuple[Kept, ...] = ()
    if known is not None:
        facts, kept = keep_given(tx, facts, project_id=known[0], known=known[1])
        if known[1] == facts:
            return Saved(known[0], changed=False, kept=kept)
    values = {
        "code": facts.code,
        "name": facts.name,
        "unit_code": facts.unit_code,
        "division_code": facts.division_code,
        "fiscal_year": facts.fiscal_year,
        "responsible": facts.responsible,
        "rationale": facts.rationale,
        "objectives": facts.objectives,
        "targets": facts.targets,
        "status": facts.status,
        "budget": facts.budget,
        "budget_used": facts.budget_used,
    }
    raise_register_version(tx)
    if known is None:
        added = insert(project).values(**values).returning(project.c.id)
        project_id = tx.scalars(added).one()
    else:
        project_id = known[0]
        tx.execute(update(project).where(project.c.id == project_id).values(**values))
        if known[1].fiscal_year != facts.fiscal_year:
            keep_last_report(tx, project_id)
    owner = {"project_id": project_id, "fiscal_year": facts.fiscal_year}
    replace_strategy(tx, facts.strategy, **owner)
    replace_indicators(tx, facts.indicators, **owner)
    _replace_evaluations(tx, facts.evaluations, project_id=project_id)
    return Saved(project_id, changed=True, kept=kept)


# --- the parts of a page ----------------------------------------------------------------------


def _in_order(evaluations: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    return tuple(sorted(evaluations, key=lambda one: one.quarter))


def _replace_evaluations(
    tx: Connection, evaluations: Sequence[Evaluation], *, project_id: int
) -> None:
    tx.execute(delete(evaluation).where(evaluation.c.project_id == project_id))
    for one in evaluations:
        tx.execute(
            insert(evaluation).values(
                project_id=project_id,
                fiscal_year=one.quarter.fiscal_year,
                quarter=one.quarter.number,
                score=one.score,
                note=one.note,
            )
        )


def _with_details(tx: Connection, wanted: Select[Any]) -> tuple[tuple[int, ProjectFacts], ...]:
    rows = tx.execute(wanted).all()
    ids = [row.id for row in rows]
    strategy = strategy_of_projects(tx, ids)
    evaluations = _evaluations_of(tx, ids)
    indicators = indicators_of_projects(tx, ids)
    return tuple(
        (
            row.id,
            ProjectFacts(
                code=row.code,
                name=row.name,
                unit_code=row.unit_code,
                fiscal_year=row.fiscal_year,
                division_code=row.division_code,
                responsible=row.responsible,
                rationale=row.rationale,
                objectives=row.objectives,
                targets=row.targets,
                strategy=strategy[row.id],
                status=ProjectStatus(row.status),
                budget=row.budget,
                budget_used=row.budget_used,
                indicators=indicators[row.id],
                evaluations=evaluations[row.id],
            ),
        )
        for row in rows
    )


def _evaluations_of(tx: Connection, ids: Sequence[int]) -> dict[int, tuple[Evaluation, ...]]:
    evaluations: dict[int, list[Evaluation]] = {project_id: [] for project_id in ids}
    rows = tx.execute(
        select(evaluation)
        .where(evaluation.c.project_id.in_(ids))
        .order_by(evaluation.c.fiscal_year, evaluation.c.quarter)
    )
    for row in rows:
        quarter = Quarter(row.fiscal_year, row.quarter)
        evaluations[row.project_id].append(Evaluation(quarter, row.score, row.note))
    return {project_id: tuple(found) for project_id, found in evaluations.items()}
