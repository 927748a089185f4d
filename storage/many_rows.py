"""Writing many rows in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
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

_Insert = Insert | ReturningInsert[Any]
_ROWS = cast(bindparam("rows", type_=Text), JSON)


def insert_many(
    tx: Connection, into: _Insert, rows: Sequence[dict[str, Any]]
) -> CursorResult[*tuple[Any, ...]]:
    """Insert rows of the same columns, at least one, in their order; `into` is made only once.

    PostgreSQL is given all of them as one value: row by row, or as thousands of parameters, its
    driver takes longer than the database. So the columns are of texts, whole numbers and moments,
    and of no type that changes a value on its way.
    """
    if tx.dialect.name == "sqlite":
        return tx.execute(into, rows)
    given = {"rows": json.dumps(rows, ensure_ascii=False, default=str)}
    return tx.execute(_of_one_value(into, tuple(rows[0])), given)


@cache  # of the few statements that there are: to put one together takes longer than to run it
def _of_one_value(into: _Insert, names: tuple[str, ...]) -> _Insert:
    form: ColumnElement[Any] = literal_column(f"NULL::{into.table.name}")
    read = func.json_populate_recordset(form, _ROWS).table_valued(*names)
    return into.from_select(names, select(*(read.c[name] for name in names)))
