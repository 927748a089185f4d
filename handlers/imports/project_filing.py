"""A project that was read, into the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.budgets import note_budget
from storage.periods import local_date
from storage.projects import Saved, find_project, save_project
from storage.recorded import Budget
from storage.records import ProjectFacts
from storage.statuses import set_status

Merge = Callable[[ProjectFacts | None], ProjectFacts]
"""Makes of the record that is there, if any, what it is to be."""


def store_project(tx: Connection, code: str, merge: Merge, *, now: datetime) -> tuple[bool, Saved]:
    """Add a project, or change the known one; what is new counts from today on.

    Tells whether it is a new one, and what was saved.
    """
    known = find_project(tx, code)
    if known is None:
        return True, save_project(tx, merge(None))
    if merge(known[1]) == known[1]:
        return False, Saved(known[0], changed=False)
    # Somebody may be changing it in chat at this very moment.
    known = find_project(tx, code, alone=True)
    assert known is not None  # no project goes
    project_id, before = known
    facts = merge(before)
    moves = before.status != facts.status
    if moves:
        set_status(tx, project_id, facts.status, since=local_date(now), set_by=None, now=now)
    if _budget(before) != _budget(facts):
        note_budget(tx, project_id, _budget(before), until=local_date(now))
    saved = save_project(tx, facts)
    return False, replace(saved, changed=saved.changed or moves)


def _budget(facts: ProjectFacts) -> Budget:
    return Budget(facts.budget, facts.budget_used)
