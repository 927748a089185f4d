"""What is wanted when, what was said of it, and who is away."""

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
    text,
)

from storage.tables.columns import Moment, PeriodColumn, metadata

policy = Table(
    "policy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("unit_code", ForeignKey("unit.code")),  # none for the whole city
    Column("settings", Text, nullable=False),
    Column("set_by", ForeignKey("person.id")),  # nobody at the command line
    Column("set_at", Moment, nullable=False),
    UniqueConstraint("unit_code", "fiscal_year"),
    Index(
        "uq_policy_city",
        "fiscal_year",
        unique=True,
        sqlite_where=text("unit_code IS NULL"),
        postgresql_where=text("unit_code IS NULL"),
    ),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("at", Moment, nullable=False),
)

# What the clock said to whom, or had no need or no way to say: each once. `period` is empty where
# it is about no month; `subject` tells those of one kind and month apart.
occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("period", String(7), nullable=False),
    Column("recipient_id", ForeignKey("person.id"), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("fate", String(13), nullable=False),  # said, skipped, undeliverable
    Column("at", Moment, nullable=False),
    UniqueConstraint("period", "kind", "recipient_id", "subject"),
)

# What was due in the middle of a person's draft: it goes with the answer that ends that.
waiting_reminder = Table(
    "waiting_reminder",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("period", PeriodColumn, primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("subject", String(40), primary_key=True),
    Column("fate", String(13), nullable=False),
    Column("since", Moment, nullable=False),
)

# Whom a supervisor reminded by hand who hears of it later, and the day on which that is to be.
waiting_nudge = Table(
    "waiting_nudge",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("day", Date, nullable=False),
    Column("period", PeriodColumn, nullable=False),
    Column("unit_code", ForeignKey("unit.code"), nullable=False),  # and those below it
    Column("set_by", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
)

# Until when a person wants to hear nothing.
snooze = Table(
    "snooze",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("until", Moment, nullable=False),
    Column("set_at", Moment, nullable=False),
)

# Who is away, both days included, and who hears and reports in their place, if anybody. Of one
# person no two overlap.
absence = Table(
    "absence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False, index=True),
    Column("stand_in_id", ForeignKey("person.id"), index=True),
    Column("set_at", Moment, nullable=False),
)
