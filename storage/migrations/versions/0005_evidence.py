"""Pictures and files that were sent while a report was open, and the news about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

AUTOINCREMENT = {"sqlite_autoincrement": True}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("inbox", sa.Column("news", sa.Boolean()))
    op.execute("UPDATE inbox SET news = false")
    with op.batch_alter_table("inbox", table_kwargs=AUTOINCREMENT) as inbox:
        inbox.alter_column("news", nullable=False)
    _create_evidence()
    op.create_table(
        "report_evidence",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "evidence_id", name="pk_report_evidence"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name="fk_report_evidence_report_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_report_evidence_evidence_id"
        ),
    )
    op.create_index("ix_report_evidence_evidence_id", "report_evidence", ["evidence_id"])


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("refusal", sa.String(11)),
        sa.Column("kind", sa.String(8)),
        sa.Column("media_type", sa.Text()),
        sa.Column("size", sa.Integer()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("failure", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("released_at", MOMENT),
        sa.Column("told_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_evidence_person_id"),
    )
    op.create_index("ix_evidence_person_id", "evidence", ["person_id"])
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])
    for name, column, rows in (
        ("pending", "id", "state IN ('wanted', 'fetching')"),
        ("untold", "id", "told_by IS NULL"),
        ("released", "released_at", "released_at IS NOT NULL"),
    ):
        op.create_index(
            f"ix_evidence_{name}",
            "evidence",
            [column],
            sqlite_where=sa.text(rows),
            postgresql_where=sa.text(rows),
        )
