"""Asking for many rows by their numbers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class _IsOneOf(FunctionElement[Any]):
    type = NullType()  # for SQLite a Boolean would be compared with 1, and its index be of no use
    inherit_cache = True


def is_one_of(column: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of some numbers, without a parameter for each of them.

    For PostgreSQL they are one value, or its driver would have more to do than the database. For
    SQLite they are written into the statement, for it plans by how many they are.
    """
    listed: BindParameter[int] = bindparam(
        "listed", [*numbers], unique=True, expanding=True, literal_execute=True
    )
    joined = bindparam("joined", ",".join(map(str, numbers)), Text, unique=True)
    return _IsOneOf(column, joined, column.in_(listed))


@compiles(_IsOneOf, "postgresql")
def _as_array(element: _IsOneOf, compiler: SQLCompiler, **given: Any) -> str:
    column, joined, _ = element.clauses
    array = f"CAST(string_to_array({compiler.process(joined, **given)}, ',') AS INTEGER[])"
    return f"{compiler.process(column, **given)} = ANY({array})"


@compiles(_IsOneOf, "sqlite")
def _as_list(element: _IsOneOf, compiler: SQLCompiler, **given: Any) -> str:
    _, _, in_list = element.clauses
    return compiler.process(in_list, **given)
