"""Policies by fiscal year and unit, and since when a project has its status."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(8)),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Integer()),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_policy_unit_code"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_policy_set_by"),
        sa.UniqueConstraint("unit_code", "fiscal_year", name="uq_policy_unit_code_fiscal_year"),
    )
    op.create_index(
        "uq_policy_city",
        "policy",
        ["fiscal_year"],
        unique=True,
        sqlite_where=sa.text("unit_code IS NULL"),
        postgresql_where=sa.text("unit_code IS NULL"),
    )
    op.create_table(
        "status_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(12), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer()),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_status_change"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_status_change_project_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_status_change_set_by"),
    )
    op.create_index(
        "ix_status_change_project_id_since_id", "status_change", ["project_id", "since", "id"]
    )
