"""What was said to whom by the clock, who wants to hear later, who is away, and drafts left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("fate", sa.String(13), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_occurrence"),
        sa.ForeignKeyConstraint(["recipient_id"], ["person.id"], name="fk_occurrence_recipient_id"),
        sa.UniqueConstraint(
            "period",
            "kind",
            "recipient_id",
            "subject",
            name="uq_occurrence_period_kind_recipient_id_subject",
        ),
    )
    op.create_table(
        "snooze",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_snooze"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_snooze_person_id"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stand_in_id", sa.Integer()),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_absence_person_id"),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name="fk_absence_stand_in_id"),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
    op.create_index("ix_absence_stand_in_id", "absence", ["stand_in_id"])
    op.create_index("ix_absence_until", "absence", ["until"])
    op.create_index("ix_project_fiscal_year", "project", ["fiscal_year"])
    op.add_column("dialogue", sa.Column("draft_since", MOMENT))
