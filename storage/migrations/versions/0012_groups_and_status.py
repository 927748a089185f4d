"""Groups that are bound to a unit, the newest report of each project, the register's version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# Of each project the entries of its fiscal year, each in its newest revision; then the newest of
# them, the percent of the month before, and since when percent and problems stand.
LAST_REPORTS = """
INSERT INTO last_report
    (project_id, report_id, period, reported_on, percent, before, stands_since, problem_since,
    stands_for)
WITH entries AS (
    SELECT report.id, report.project_id, report.period, report.entry, report.percent,
        report.reported_on,
        CASE WHEN report.problems IS NULL AND report.obstacles IS NULL THEN 0 ELSE 1 END
            AS names_problem
    FROM report JOIN project ON project.id = report.project_id
    WHERE report.period >= CAST(project.fiscal_year - 544 AS VARCHAR(4)) || '-10'
        AND report.period <= CAST(project.fiscal_year - 543 AS VARCHAR(4)) || '-09'
        AND NOT EXISTS (
            SELECT 1 FROM report AS later
            WHERE later.project_id = report.project_id AND later.period = report.period
                AND later.entry = report.entry AND later.revision > report.revision
        )
),
ranked AS (
    SELECT entries.*,
        DENSE_RANK() OVER (PARTITION BY project_id ORDER BY period DESC) AS month,
        ROW_NUMBER() OVER (PARTITION BY project_id, period ORDER BY entry DESC) AS place,
        CASE WHEN percent = FIRST_VALUE(percent)
            OVER (PARTITION BY project_id ORDER BY period DESC, entry DESC) THEN 0 ELSE 1 END
            AS differs
    FROM entries
),
runs AS (
    SELECT ranked.*,
        SUM(differs) OVER (PARTITION BY project_id ORDER BY period DESC, entry DESC) AS moved,
        SUM(1 - names_problem)
            OVER (PARTITION BY project_id ORDER BY period DESC, entry DESC) AS cleared
    FROM ranked
),
newest AS (
    SELECT project_id,
        MAX(CASE WHEN place = 1 AND month = 1 THEN id END) AS report_id,
        MAX(CASE WHEN place = 1 AND month = 1 THEN period END) AS period,
        MAX(CASE WHEN place = 1 AND month = 1 THEN reported_on END) AS reported_on,
        MAX(CASE WHEN place = 1 AND month = 1 THEN percent END) AS percent,
        MAX(CASE WHEN place = 1 AND month = 2 THEN percent END) AS before,
        MIN(CASE WHEN moved = 0 THEN period END) AS stands_since,
        MIN(CASE WHEN cleared = 0 THEN reported_on END) AS problem_since
    FROM runs GROUP BY project_id
)
SELECT newest.*,
    12 * (CAST(SUBSTR(period, 1, 4) AS INTEGER) - CAST(SUBSTR(stands_since, 1, 4) AS INTEGER))
    + CAST(SUBSTR(period, 6, 2) AS INTEGER) - CAST(SUBSTR(stands_since, 6, 2) AS INTEGER)
FROM newest
"""


def upgrade() -> None:
    cents = sa.Numeric(5, 2).with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "last_report",
        sa.Column("project_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("percent", cents, nullable=False),
        sa.Column("before", cents),
        sa.Column("stands_since", sa.String(7), nullable=False),
        sa.Column("problem_since", sa.Date()),
        sa.Column("stands_for", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name="pk_last_report"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_last_report_project_id"),
    )
    op.create_table(
        "group_binding",
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("bound_by", sa.Integer(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "lane", name="pk_group_binding"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_group_binding_unit_code"),
        sa.ForeignKeyConstraint(["bound_by"], ["person.id"], name="fk_group_binding_bound_by"),
    )
    op.create_table(
        "register_version",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_register_version"),
    )
    op.create_index(
        "ix_project_counted",
        "project",
        ["fiscal_year", "unit_code", "status", "budget", "budget_used", "code"],
    )
    op.execute(LAST_REPORTS)
