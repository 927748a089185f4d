"""Invented rows for every table of a database, whatever its version, and reading them all back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
)

Row = dict[str, object]
ROWS = 3


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they stand in the database, each after those that it points to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def empty(connection: Connection, tables: Sequence[Table]) -> None:
    """Take every row out of every table."""
    for table in reversed(tables):
        connection.execute(table.delete())


def fill(connection: Connection, tables: Sequence[Table]) -> None:
    """Put rows into every table, each pointing to the rows of the same number in others."""
    for table in tables:
        rows = [
            {column.name: _invent(column, number) for column in table.columns}
            for number in range(1, ROWS + 1)
        ]
        connection.execute(table.insert(), rows)


def _invent(column: Column[Any], number: int) -> object:
    """A value for a column of row `number`, another one for each row."""
    for key in column.foreign_keys:
        return _invent(key.column, number)
    match column.type:
        case String(length=length):
            return f"{number} เรื่อง {column.name}"[:length]
        case Boolean():
            return number % 2 == 0
        case Integer():
            return number
        case Numeric():
            return number + Decimal("0.25")
        case DateTime():
            return datetime(2026, 11, number, 9, 30, tzinfo=UTC)
        case Date():
            return date(2026, 11, number)
        case other:
            raise TypeError(f"say here how to invent a {other!r}, for {column}")


def read(connection: Connection, tables: Sequence[Table]) -> dict[str, list[Row]]:
    """All rows of all tables, in the order of their primary keys."""
    return {
        table.name: [
            dict(row._mapping)
            for row in connection.execute(table.select().order_by(*table.primary_key))
        ]
        for table in tables
    }


# Columns that a migration replaced by another; a test of its own proves that nothing is lost.
REPLACED = {
    ("outbox", "paid"): "worth, in 0008",
    ("page_pass", "channel"): "nothing, in 0021",
    ("page_pass", "lane"): "nothing, in 0021",
    ("page_pass", "full"): "nothing, in 0021: what was not ended",
}
# The rows that ended with a column, by its value: they must not stay.
ENDED = {("page_pass", "full"): False}


def lost(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> list[str]:
    """What rows of before are not found after, or with another value in a column of before.

    And the rows that were to end and are found.
    """
    return [
        f"{table}: {row}"
        for table, rows in before.items()
        for row in rows
        if any(_kept(table, row, later) for later in after.get(table, []))
        is _ended(table, row, after.get(table, []))
    ]


def _ended(table: str, row: Row, later: list[Row]) -> bool:
    gone = row.keys() - {name for one in later for name in one}
    return any(ENDED.get((table, name), ...) == row[name] for name in gone)


def _kept(table: str, row: Row, later: Row) -> bool:
    gone = {name for name in row.keys() - later.keys() if (table, name) in REPLACED}
    return {name: value for name, value in row.items() if name not in gone}.items() <= later.items()
