"""The queues are looked at often: never by reading through what is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from storage import inbox, outbox
from storage.db import transaction
from tests.queues.rows import arrival

NOW = datetime(2026, 11, 25, tzinfo=UTC)

# The indexes of what waits, of the messages by their number, and the key of the row itself.
SMALL = (
    "ix_inbox_waiting",
    "ix_inbox_oldest_waiting",
    "ix_outbox_pending",
    "ix_outbox_parked",
    "ix_inbox_message",
    "USING INTEGER PRIMARY KEY",
)


def test_what_is_over_is_not_read_when_work_is_looked_for(sqlite: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    event.listen(sqlite, "before_cursor_execute", note)
    with transaction(sqlite) as tx:
        inbox.receive(tx, [replace(arrival("some"), message="m-1")], now=NOW)
        inbox.claim_next(tx, now=NOW)
        outbox.claim_due(tx, channels=["webchat"], now=NOW, lease=timedelta(seconds=60), limit=32)
    event.remove(sqlite, "before_cursor_execute", note)

    assert len(asked) == 4
    for statement, parameters in asked:
        with transaction(sqlite) as tx:
            plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        reads = [row[-1] for row in plan if row[-1].startswith(("SCAN", "SEARCH"))]
        assert reads
        assert all(any(index in read for index in SMALL) for read in reads), reads
