"""The right to look at pages without a password: what a link opens, for whom and until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "page_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("channel", sa.String(10)),
        sa.Column("lane", sa.Text()),
        sa.Column("unit_code", sa.String(8)),
        sa.Column("project_id", sa.Integer()),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_page_pass"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_page_pass_person_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_page_pass_unit_code"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_page_pass_project_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_pass_person_id", "page_pass", ["person_id"])
    op.create_index("ix_page_pass_expires_at", "page_pass", ["expires_at"])
    op.create_index("ix_page_pass_channel_lane", "page_pass", ["channel", "lane"])
