"""The queues are looked at often: never by reading through what is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    "ix_outbox_in_turn",
    "ix_outbox_parked",
    "ix_inbox_message",
    "USING INTEGER PRIMARY KEY",
)


def test_what_is_over_is_not_read_when_work_is_looked_for(sqlite: Engine) -> None:
    with _asked(sqlite) as asked, transaction(sqlite) as tx:
        inbox.receive(tx, [replace(arrival("some"), message="m-1")], now=NOW)
        inbox.claim_next(tx, now=NOW)
        outbox.claim_due(tx, channels=["webchat"], now=NOW, lease=timedelta(seconds=60), limit=32)

    assert len(asked) == 5
    for statement, parameters in asked:
        steps = _plan(sqlite, statement, parameters)
        reads = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
        assert reads
        assert all(any(index in read for index in SMALL) for read in reads), reads


def test_a_claim_ends_with_the_last_that_it_takes(sqlite: Engine) -> None:
    with _asked(sqlite) as asked, transaction(sqlite) as tx:
        outbox.claim_due(tx, channels=["line"], now=NOW, lease=timedelta(seconds=60), limit=1)

    assert len(asked) == 2
    for statement, parameters in asked:
        steps = _plan(sqlite, statement, parameters)
        assert "SEARCH outbox USING INDEX ix_outbox_in_turn (state=?)" in steps
        assert not any("ORDER BY" in step for step in steps), steps  # all would be read and sorted


@contextmanager
def _asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Note what is asked of the database, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def _plan(engine: Engine, statement: str, parameters: Any) -> list[str]:
    with transaction(engine) as tx:
        rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[-1]) for row in rows]
