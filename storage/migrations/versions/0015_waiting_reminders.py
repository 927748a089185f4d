"""Reminders that wait for the end of a draft, and reopenings that end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "waiting_reminder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("fate", sa.String(13), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "period", "kind", "subject", name="pk_waiting_reminder"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_waiting_reminder_person_id"),
    )
    # Those told of before end a week from now, so that nobody is locked out without a warning.
    op.add_column("reopening", sa.Column("until", sa.Date()))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE reopening SET until = date('now', '+7 days')")
    else:
        op.execute("UPDATE reopening SET until = CURRENT_DATE + 7")
    with op.batch_alter_table("reopening") as batch:
        batch.alter_column("until", existing_type=sa.Date(), nullable=False)
