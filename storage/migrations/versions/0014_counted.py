"""What is counted of projects and reports is read from indexes, past their long texts."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_index(
        "ix_report_counted",
        "report",
        [
            "project_id",
            "period",
            "entry",
            "revision",
            "percent",
            "reported_on",
            "timeliness",
            "filed_at",
        ],
    )
    # PostgreSQL reads the number of a row from its table, where the index does not hold it.
    op.drop_index("ix_project_counted", "project")
    op.create_index(
        "ix_project_counted",
        "project",
        ["fiscal_year", "unit_code", "status", "budget", "budget_used", "code", "id"],
    )
    op.drop_index("ix_project_fiscal_year", "project")
