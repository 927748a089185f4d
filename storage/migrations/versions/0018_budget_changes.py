"""What a budget was before it changed, so that a quarter that is over keeps its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    baht = sa.Numeric(15, 2).with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "budget_change",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("budget", baht),
        sa.Column("budget_used", baht),
        sa.PrimaryKeyConstraint("project_id", "until", name="pk_budget_change"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_budget_change_project_id"),
    )
    op.create_index("ix_budget_change_until_project_id", "budget_change", ["until", "project_id"])
