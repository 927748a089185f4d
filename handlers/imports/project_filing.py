"""A project that was read, into the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.budgets import note_budget
from storage.periods import local_date
from storage.projects import Saved, save_project
from storage.recorded import Budget
from storage.records import ProjectFacts
from storage.statuses import set_status


def store_project(
    tx: Connection, facts: ProjectFacts, *, known: tuple[int, ProjectFacts] | None, now: datetime
) -> Saved:
    """Add a project, or change the known one; what is new counts from today on."""
    moves = known is not None and known[1].status != facts.status
    if known is not None and moves:
        set_status(tx, known[0], facts.status, since=local_date(now), set_by=None, now=now)
    if known is not None and _budget(known[1]) != _budget(facts):
        note_budget(tx, known[0], _budget(known[1]), until=local_date(now))
    saved = save_project(tx, facts)
    return replace(saved, changed=saved.changed or moves)


def _budget(facts: ProjectFacts) -> Budget:
    return Budget(facts.budget, facts.budget_used)
