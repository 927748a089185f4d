"""Reminders by hand that wait for the next sending hour, or for the end of a draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "waiting_nudge",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_waiting_nudge"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_waiting_nudge_person_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_waiting_nudge_unit_code"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_waiting_nudge_set_by"),
    )
