"""What was paid for before stays worth it, and what was not stays free."""

from __future__ import annotations

from sqlalchemy import Engine, text

from storage.db import reading, transaction
from storage.schema import migrate
from tests.migrations.rows import fill, tables_of


def test_what_was_paid_becomes_a_reminder_and_the_rest_is_free(empty_database: Engine) -> None:
    migrate(empty_database, to="0007")
    with transaction(empty_database) as tx:
        fill(tx, tables_of(tx))
        paid = {row.id: row.paid for row in tx.execute(text("SELECT id, paid FROM outbox"))}
    migrate(empty_database, to="0008")
    with reading(empty_database) as tx:
        worth = {row.id: row.worth for row in tx.execute(text("SELECT id, worth FROM outbox"))}
    assert worth == {one: "reminder" if was else "free" for one, was in paid.items()}
    assert len(set(worth.values())) == 2
