"""Wishes of officers that a locked month be opened, until they are fulfilled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "reopening_wish",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("project_id", "period", name="pk_reopening_wish"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_reopening_wish_project_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reopening_wish_person_id"),
    )
