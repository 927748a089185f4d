"""Units, people, what they may do, and how they are reached and joined."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.tables.columns import Moment, metadata

unit = Table(
    "unit",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent_code", ForeignKey("unit.code"), index=True),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("locale", String(2), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("erased_at", Moment),
    # A person who asked to be erased leaves a nameless row behind, for the reports to point to.
    Index(
        "uq_person_living_name",
        "unit_code",
        "name",
        unique=True,
        sqlite_where=text("erased_at IS NULL"),
        postgresql_where=text("erased_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("role", String(10), primary_key=True),
    Column("unit_code", ForeignKey("unit.code"), primary_key=True),
)

address = Table(
    "address",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("account", Text, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("lane", Text, nullable=False),
    Column("linked_at", Moment, nullable=False),
    Column("unreachable_at", Moment),  # since when nothing can be said there
)

# What became of people's accounts, for those who must know whom a reminder does not reach.
contact_change = Table(
    "contact_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("channel", String(10), nullable=False),
    Column("change", String(8), nullable=False),  # linked, unlinked, left, returned
    Column("at", Moment, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", String(10), nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

join_attempt = Table(
    "join_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("account", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    Index(None, "channel", "account", "at"),
)
