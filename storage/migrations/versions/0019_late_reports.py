"""What was filed after its month was locked is found without reading the rest of the month."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_index("ix_report_late", "report", ["period", "filed_at"])
