"""What supervisors do about reports: take note, comment, open a locked month, remind by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "person_id", name="pk_acknowledgement"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_acknowledgement_report_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_acknowledgement_person_id"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_comment_report_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_comment_person_id"),
    )
    op.create_index("ix_comment_report_id", "comment", ["report_id"])
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reopening"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_reopening_project_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reopening_person_id"),
    )
    op.create_index("ix_reopening_project_id_period", "reopening", ["project_id", "period"])
    op.create_index("ix_reopening_period", "reopening", ["period"])
    op.create_table(
        "nudge",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "day", name="pk_nudge"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_nudge_person_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_nudge_set_by"),
    )
