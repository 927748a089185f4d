"""What LINE and Telegram need: floods slowed, messages taken back, money, people out of reach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

AUTOINCREMENT = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.add_column("address", sa.Column("unreachable_at", sa.DateTime(timezone=True)))
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("change", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_change"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_contact_change_person_id"),
    )
    op.create_index("ix_contact_change_person_id", "contact_change", ["person_id"])
    _extend_inbox()
    _extend_outbox()
    _look_for_waiting_by_state()


def _extend_inbox() -> None:
    op.add_column("inbox", sa.Column("message", sa.Text()))
    op.add_column("inbox", sa.Column("not_before", sa.DateTime(timezone=True)))
    op.execute("UPDATE inbox SET not_before = received_at")
    with op.batch_alter_table("inbox", table_kwargs=AUTOINCREMENT) as inbox:
        inbox.alter_column("not_before", nullable=False)
    known = sa.text("message IS NOT NULL")
    op.create_index(
        "ix_inbox_message",
        "inbox",
        ["channel", "message"],
        sqlite_where=known,
        postgresql_where=known,
    )


def _look_for_waiting_by_state() -> None:
    """Without `state` in them, SQLite may as well take an index that holds what is over too."""
    waiting, pending = sa.text("state = 'waiting'"), sa.text("state IN ('waiting', 'sending')")
    for name, table, columns, where in (
        ("ix_inbox_waiting", "inbox", ["channel", "lane", "occurred_at", "id"], waiting),
        ("ix_inbox_oldest_waiting", "inbox", ["id"], waiting),
        ("ix_outbox_pending", "outbox", ["channel", "lane", "id"], pending),
    ):
        op.drop_index(name, table)
        op.create_index(
            name, table, ["state", *columns], sqlite_where=where, postgresql_where=where
        )


def _extend_outbox() -> None:
    op.add_column("outbox", sa.Column("paid", sa.Boolean()))
    op.execute("UPDATE outbox SET paid = false")
    with op.batch_alter_table("outbox", table_kwargs=AUTOINCREMENT) as outbox:
        outbox.alter_column("paid", nullable=False)
    parked = sa.text("state = 'parked'")
    op.create_index(
        "ix_outbox_parked",
        "outbox",
        ["channel", "lane", "id"],
        sqlite_where=parked,
        postgresql_where=parked,
    )
