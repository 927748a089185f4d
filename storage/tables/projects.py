"""Projects: what their pages say of them, who reports on them, and what they were before."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.columns import Exact, Moment, metadata

project = Table(
    "project",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(13), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False, index=True),
    Column("division_code", String(8)),
    Column("fiscal_year", Integer, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("objectives", Text, nullable=False),
    Column("targets", Text, nullable=False),
    Column("status", String(12), nullable=False),
    Column("budget", Exact(15)),
    Column("budget_used", Exact(15)),
    # All that counting the projects of a year needs: their rows hold long texts besides.
    Index(
        "ix_project_counted",
        *("fiscal_year", "unit_code", "status", "budget", "budget_used", "code", "id"),
    ),
)

# Rises whenever a project or a unit may bear another name: what was read before is out of date.
register_version = Table(
    "register_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row
    Column("version", Integer, nullable=False),
)

project_reporter = Table(
    "project_reporter",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)

strategy_line = Table(
    "strategy_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("line", Text, nullable=False),
    UniqueConstraint("fiscal_year", "line"),
)

project_strategy = Table(
    "project_strategy",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("strategy_line_id", ForeignKey("strategy_line.id"), nullable=False),
)

# How a project's status came to be. Before the first row it was that row's `before`; a project
# without rows always had the status that it has.
status_change = Table(
    "status_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("before", String(12), nullable=False),
    Column("status", String(12), nullable=False),
    Column("since", Date, nullable=False),
    Column("set_by", ForeignKey("person.id")),  # nobody for an import
    Column("set_at", Moment, nullable=False),
    Index(None, "project_id", "since", "id"),
)

budget_change = Table(
    "budget_change",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("until", Date, primary_key=True),
    Column("budget", Exact(15)),
    Column("budget_used", Exact(15)),
    Index(None, "until", "project_id"),
)
