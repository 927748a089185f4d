"""The register, the reports, the conversation and the queues."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def exact(digits: int) -> sa.Numeric[Decimal]:
    """Give a column of numbers with two decimals; SQLite counts them in hundredths."""
    return sa.Numeric(digits, 2).with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "event_id", name="uq_inbox_channel_event_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_channel_lane_id", "inbox", ["channel", "lane", "id"])
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["channel", "lane", "occurred_at", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "join_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_join_attempt"),
    )
    op.create_index("ix_join_attempt_at", "join_attempt", ["at"])
    op.create_index(
        "ix_join_attempt_channel_account_at", "join_attempt", ["channel", "account", "at"]
    )

    op.create_table(
        "strategy_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_strategy_line"),
        sa.UniqueConstraint("fiscal_year", "line", name="uq_strategy_line_fiscal_year_line"),
    )

    op.create_table(
        "unit",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.String(8)),
        sa.ForeignKeyConstraint(["parent_code"], ["unit.code"], name="fk_unit_parent_code"),
        sa.PrimaryKeyConstraint("code", name="pk_unit"),
    )
    op.create_index("ix_unit_parent_code", "unit", ["parent_code"])

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("retry_key", sa.String(36), nullable=False),
        sa.Column("inbox_id", sa.Integer()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("failure", sa.Text()),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name="fk_outbox_inbox_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_channel_lane_id", "outbox", ["channel", "lane", "id"])
    op.create_index("ix_outbox_inbox_id", "outbox", ["inbox_id"])
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["channel", "lane", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.Column("locale", sa.String(2), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_person_unit_code"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_person_living_name",
        "person",
        ["unit_code", "name"],
        unique=True,
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )

    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(13), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.Column("division_code", sa.String(8)),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("budget", exact(15)),
        sa.Column("budget_used", exact(15)),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_project_unit_code"),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("code", name="uq_project_code"),
    )
    op.create_index("ix_project_unit_code", "project", ["unit_code"])

    op.create_table(
        "address",
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_address_person_id"),
        sa.PrimaryKeyConstraint("channel", "account", name="pk_address"),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"])

    op.create_table(
        "dialogue",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ask", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_dialogue_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_dialogue"),
    )

    op.create_table(
        "dialogue_audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_dialogue_audit_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dialogue_audit"),
    )
    op.create_index("ix_dialogue_audit_person_id", "dialogue_audit", ["person_id"])

    op.create_table(
        "evaluation",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("score", exact(7)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_evaluation_project_id"),
        sa.PrimaryKeyConstraint("project_id", "fiscal_year", "quarter", name="pk_evaluation"),
    )

    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer()),
        sa.Column("unit_code", sa.String(8)),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_indicator_project_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_indicator_unit_code"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator"),
    )
    op.create_index("ix_indicator_project_id", "indicator", ["project_id"])
    op.create_index("ix_indicator_unit_code", "indicator", ["unit_code"])

    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_invitation_person_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_invitation_unit_code"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invitation"),
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"])

    op.create_table(
        "project_reporter",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_project_reporter_person_id"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_reporter_project_id"
        ),
        sa.PrimaryKeyConstraint("project_id", "person_id", name="pk_project_reporter"),
    )
    op.create_index("ix_project_reporter_person_id", "project_reporter", ["person_id"])

    op.create_table(
        "project_strategy",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("strategy_line_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_strategy_project_id"
        ),
        sa.ForeignKeyConstraint(
            ["strategy_line_id"], ["strategy_line.id"], name="fk_project_strategy_strategy_line_id"
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name="pk_project_strategy"),
    )

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("percent", exact(5), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text()),
        sa.Column("obstacles", sa.Text()),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("text_date", sa.Date()),
        sa.Column("timeliness", sa.String(7)),
        sa.Column("filed_at", MOMENT),
        sa.Column("reporter_id", sa.Integer()),
        sa.Column("channel", sa.String(10)),
        sa.Column("inbox_id", sa.Integer()),
        sa.CheckConstraint("entry >= 1 AND revision >= 1", name="ck_report_counted"),
        sa.CheckConstraint("percent >= 0", name="ck_report_percent"),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inbox.id"], name="fk_report_inbox_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_report_project_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name="fk_report_reporter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("inbox_id", name="uq_report_inbox_id"),
        sa.UniqueConstraint(
            "project_id",
            "period",
            "entry",
            "revision",
            name="uq_report_project_id_period_entry_revision",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_reporter_id", "report", ["reporter_id"])

    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("unit_code", sa.String(8), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_grant_person_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], name="fk_role_grant_unit_code"),
        sa.PrimaryKeyConstraint("person_id", "role", "unit_code", name="pk_role_grant"),
    )

    op.create_table(
        "indicator_quarter",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("result", exact(15)),
        sa.Column("score", exact(15)),
        sa.Column("assessed_first", exact(15)),
        sa.Column("assessed_second", exact(15)),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name="fk_indicator_quarter_indicator_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("indicator_id", "number", name="pk_indicator_quarter"),
    )
