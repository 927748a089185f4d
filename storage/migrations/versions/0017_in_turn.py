"""What waits is taken in the order of its numbers, without looking at all of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    pending = sa.text("state IN ('waiting', 'sending')")
    op.create_index(
        "ix_outbox_in_turn",
        "outbox",
        ["state", "id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )
