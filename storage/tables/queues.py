"""What comes in, what goes out, and what that costs."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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

from storage.tables.columns import Moment, PeriodColumn, WorthColumn, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("state", String(7), nullable=False),  # waiting, done, aside
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("message", Text),  # the platform's number of the message, by which it is taken back
    Column("news", Boolean, nullable=False),  # ours: it tells what became of what was sent along
    UniqueConstraint("channel", "event_id"),
    Index(
        "ix_inbox_message",
        "channel",
        "message",
        sqlite_where=text("message IS NOT NULL"),
        postgresql_where=text("message IS NOT NULL"),
    ),
    Index(
        "ix_inbox_waiting",
        "state",
        "channel",
        "lane",
        "occurred_at",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_inbox_oldest_waiting",
        "state",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "channel", "lane", "id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(10), nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("retry_key", String(36), nullable=False),
    Column("inbox_id", ForeignKey("inbox.id", ondelete="SET NULL"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("state", String(7), nullable=False),  # waiting, sending, sent, dead, parked
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("sent_at", Moment),
    Column("failure", Text),
    Column("worth", WorthColumn, nullable=False),
    Index(
        "ix_outbox_pending",
        "state",
        "channel",
        "lane",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_in_turn",
        "state",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "ix_outbox_parked",
        "channel",
        "lane",
        "id",
        sqlite_where=text("state = 'parked'"),
        postgresql_where=text("state = 'parked'"),
    ),
    Index(None, "channel", "lane", "id"),
    sqlite_autoincrement=True,
)

# Each message that was, or may have been, pushed. It outlives the message.
push = Table(
    "push",
    metadata,
    Column("outbox_id", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(10), nullable=False),
    Column("month", PeriodColumn, nullable=False),  # in the calendar of the platform
    Column("worth", WorthColumn, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "month", "channel", "recipients"),  # all that the sum of a month needs
)

# What a platform told of its quota when it was last asked.
push_quota = Table(
    "push_quota",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("month", PeriodColumn, nullable=False),
    Column("most", Integer),  # pushes a month; none where there is no limit
    Column("told", Integer, nullable=False),  # pushes of the month, by the platform's count
    Column("counted", Integer, nullable=False),  # and by ours, just before it was asked
    Column("read_at", Moment, nullable=False),
)
