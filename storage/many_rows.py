"""Writing many rows in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    CursorResult,
    Insert,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.sql.dml import ReturningInsert

_ROWS = cast(bindparam("rows", type_=Text), JSON)


def insert_many(
    tx: Connection, into: Insert | ReturningInsert[Any], rows: Sequence[dict[str, Any]]
) -> CursorResult[*tuple[Any, ...]]:
    """Insert rows of the same columns, at least one, in their order.

    PostgreSQL is given all of them as one value: row by row, or as thousands of parameters, its
    driver takes longer than the database.
    """
    if tx.dialect.name == "sqlite":
        return tx.execute(into, rows)
    names = [*rows[0]]
    form: ColumnElement[Any] = literal_column(f"NULL::{into.table.name}")
    read = func.json_populate_recordset(form, _ROWS).table_valued(*names)
    written = into.from_select(names, select(*(read.c[name] for name in names)))
    return tx.execute(written, {"rows": json.dumps(rows, ensure_ascii=False, default=str)})
