"""The evaluators' score at the head of an indicator's page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    score = sa.Integer() if op.get_bind().dialect.name == "sqlite" else sa.Numeric(7, 2)
    op.add_column("indicator", sa.Column("printed_quarter", sa.Integer()))
    op.add_column("indicator", sa.Column("printed_score", score))
