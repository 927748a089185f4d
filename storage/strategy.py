"""The strategy lines that projects support: data of a fiscal year, shared by its projects."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.tables import project_strategy, strategy_line


def strategy_of_projects(tx: Connection, project_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Give the strategy lines of each project, in the order of its page."""
    lines: dict[int, list[str]] = {project_id: [] for project_id in project_ids}
    rows = tx.execute(
        select(project_strategy.c.project_id, strategy_line.c.line)
        .join(strategy_line)
        .where(project_strategy.c.project_id.in_(project_ids))
        .order_by(project_strategy.c.position)
    )
    for project_id, line in rows:
        lines[project_id].append(line)
    return {project_id: tuple(found) for project_id, found in lines.items()}


def replace_strategy(
    tx: Connection, lines: Sequence[str], *, project_id: int, fiscal_year: int
) -> None:
    """Let a project support these lines of its fiscal year's strategy and no others."""
    tx.execute(delete(project_strategy).where(project_strategy.c.project_id == project_id))
    for position, line in enumerate(lines, start=1):
        same = {"fiscal_year": fiscal_year, "line": line}
        tx.execute(insert(strategy_line).values(**same).on_conflict_do_nothing())
        line_id = select(strategy_line.c.id).filter_by(**same).scalar_subquery()
        supported = {"project_id": project_id, "position": position, "strategy_line_id": line_id}
        tx.execute(insert(project_strategy).values(**supported))
