"""Links to pages are held by people alone, and show narratives.

None was ever given to a group or without narratives; whatever looks like one must not show more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute('DELETE FROM page_pass WHERE person_id IS NULL OR NOT "full"')
    op.drop_index("ix_page_pass_channel_lane", "page_pass")
    with op.batch_alter_table(
        "page_pass", table_kwargs={"sqlite_autoincrement": True}
    ) as page_pass:
        page_pass.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        for column in ("channel", "lane", "full"):
            page_pass.drop_column(column)
