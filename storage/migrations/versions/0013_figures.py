"""Results of indicators and evaluators' scores keep every revision that was given in chat."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

MOMENT = sa.DateTime(timezone=True)


def exact(digits: int) -> sa.Numeric[Decimal]:
    """SQLite, which has no exact numbers, counts hundredths."""
    return sa.Numeric(digits, 2).with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        # Only SQLite would give the number of an indicator that is gone to another one.
        with op.batch_alter_table(
            "indicator", recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
    op.create_table(
        "indicator_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("result", exact(15)),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("channel", sa.String(10)),
        sa.Column("inbox_id", sa.Integer()),
        sa.Column("filed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_revision"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name="fk_indicator_revision_indicator_id"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_indicator_revision_person_id"
        ),
        sa.UniqueConstraint("inbox_id", name="uq_indicator_revision_inbox_id"),
        sa.UniqueConstraint(
            "indicator_id",
            "number",
            "revision",
            name="uq_indicator_revision_indicator_id_number_revision",
        ),
    )
    op.create_index("ix_indicator_revision_person_id", "indicator_revision", ["person_id"])
    op.create_table(
        "evaluation_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("score", exact(7)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("channel", sa.String(10)),
        sa.Column("inbox_id", sa.Integer()),
        sa.Column("filed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_revision"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_evaluation_revision_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_evaluation_revision_person_id"
        ),
        sa.UniqueConstraint("inbox_id", name="uq_evaluation_revision_inbox_id"),
        sa.UniqueConstraint(
            "project_id",
            "fiscal_year",
            "quarter",
            "revision",
            name="uq_evaluation_revision_project_id_fiscal_year_quarter_revision",
        ),
    )
    op.create_index("ix_evaluation_revision_person_id", "evaluation_revision", ["person_id"])
