"""Indicators, their results and evaluators' scores: the newest state, and all that was given."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Exact, Moment, metadata

indicator = Table(
    "indicator",
    metadata,
    Column("id", Integer, primary_key=True),
    # An indicator belongs to a project, or, on a page of its own, to a unit in a year.
    Column("project_id", ForeignKey("project.id"), index=True),
    Column("unit_code", ForeignKey("unit.code"), index=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Text),
    Column("name", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("summary", Text, nullable=False),
    # The evaluators' score at the head of a page of its own; both are there, or neither.
    Column("printed_quarter", Integer),
    Column("printed_score", Exact(7)),
    # What somebody is answering is about a number, which must never become another indicator's.
    sqlite_autoincrement=True,
)

indicator_quarter = Table(
    "indicator_quarter",
    metadata,
    Column("indicator_id", ForeignKey("indicator.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("result", Exact(15)),
    Column("score", Exact(15)),
    Column("assessed_first", Exact(15)),
    Column("assessed_second", Exact(15)),
    Column("narrative", Text, nullable=False),
)

# Every result that was given in chat, oldest first, and what stood there before the first one; that
# came with a page, from nobody. `indicator_quarter` has the newest.
indicator_revision = Table(
    "indicator_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator_id", ForeignKey("indicator.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("result", Exact(15)),
    Column("narrative", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    # The event that filed it, as for reports: none is filed twice.
    Column("inbox_id", Integer, unique=True),
    Column("filed_at", Moment),
    UniqueConstraint("indicator_id", "number", "revision"),
    # What was given after a quarter was locked, which is little of all that was given.
    Index("ix_indicator_revision_late", "number", "filed_at"),
)

evaluation = Table(
    "evaluation",
    metadata,
    Column("project_id", ForeignKey("project.id"), primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    Column("quarter", Integer, primary_key=True),
    Column("score", Exact(7)),
    Column("note", Text, nullable=False),
)

# Every score that was given in chat, as `indicator_revision` has results; `reason` is why an
# earlier one was corrected.
evaluation_revision = Table(
    "evaluation_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("score", Exact(7)),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("channel", String(10)),
    Column("inbox_id", Integer, unique=True),
    Column("filed_at", Moment),
    UniqueConstraint("project_id", "fiscal_year", "quarter", "revision"),
    Index(
        "ix_evaluation_revision_corrected",
        "fiscal_year",
        "quarter",
        sqlite_where=text("revision > 1"),
        postgresql_where=text("revision > 1"),
    ),
)
