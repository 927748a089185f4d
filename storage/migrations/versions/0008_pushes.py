"""What a message is worth, the ledger of pushes, and what a platform told of its quota."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

AUTOINCREMENT = {"sqlite_autoincrement": True}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("worth", sa.String(8)))
    op.execute("UPDATE outbox SET worth = CASE WHEN paid THEN 'reminder' ELSE 'free' END")
    with op.batch_alter_table("outbox", table_kwargs=AUTOINCREMENT) as outbox:
        outbox.alter_column("worth", nullable=False)
        outbox.drop_column("paid")
    op.create_table(
        "push",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("worth", sa.String(8), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_push"),
    )
    op.create_index("ix_push_month_channel_recipients", "push", ["month", "channel", "recipients"])
    op.create_table(
        "push_quota",
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("most", sa.Integer()),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_push_quota"),
    )
