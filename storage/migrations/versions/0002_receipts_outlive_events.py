"""A report keeps the number of the event that filed it after the event itself is forgotten."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # SQLite cannot drop a constraint: its table is written anew, ids and all.
    with op.batch_alter_table("report", table_kwargs={"sqlite_autoincrement": True}) as report:
        report.drop_constraint("fk_report_inbox_id", type_="foreignkey")
