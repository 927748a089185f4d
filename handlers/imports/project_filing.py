"""A project that was read, into the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.periods import local_date
from storage.projects import Saved, save_project
from storage.records import ProjectFacts
from storage.statuses import set_status


def store_project(
    tx: Connection, facts: ProjectFacts, *, known: tuple[int, ProjectFacts] | None, now: datetime
) -> Saved:
    """Add a project, or change the known one; another status counts from today on."""
    moves = known is not None and known[1].status != facts.status
    if known is not None and moves:
        set_status(tx, known[0], facts.status, since=local_date(now), set_by=None, now=now)
    saved = save_project(tx, facts)
    return replace(saved, changed=saved.changed or moves)
