"""Conversations, groups, and links to pages."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from storage.tables.columns import Moment, metadata

dialogue = Table(
    "dialogue",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("ask", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    # When the unfinished draft was last touched; none without one.
    Column("draft_since", Moment),
)

dialogue_audit = Table(
    "dialogue_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# Which unit a group may ask about. Who bound it may be nameless by now.
group_binding = Table(
    "group_binding",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("lane", Text, primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("full", Boolean, nullable=False),  # whether narratives are shown there
    Column("bound_by", ForeignKey("person.id"), nullable=False),
    Column("bound_at", Moment, nullable=False),
)

# What a link of a person's opens: a unit and all below it, or one project. The link itself is
# nowhere.
page_pass = Table(
    "page_pass",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("unit_code", ForeignKey("unit.code")),
    Column("project_id", ForeignKey("project.id")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("revoked_at", Moment),
    sqlite_autoincrement=True,
)
