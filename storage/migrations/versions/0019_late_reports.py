"""What was filed or corrected after the lock is found without reading the rest of the month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_index("ix_report_late", "report", ["period", "filed_at"])
    op.create_index("ix_indicator_revision_late", "indicator_revision", ["number", "filed_at"])
    op.create_index(
        "ix_evaluation_revision_corrected",
        "evaluation_revision",
        ["fiscal_year", "quarter"],
        sqlite_where=sa.text("revision > 1"),
        postgresql_where=sa.text("revision > 1"),
    )
