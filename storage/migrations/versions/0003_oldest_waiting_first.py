"""The oldest waiting event is found without reading past all that were answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_inbox_oldest_waiting",
        "inbox",
        ["id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
