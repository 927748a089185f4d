"""Asking for many rows by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator


class _Numbers(TypeDecorator[str]):
    """Numbers with commas between them, which stand in a statement as they are."""

    impl = Text
    cache_ok = True

    def literal_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        return str


class _IsOneOf(FunctionElement[Any]):
    type = NullType()  # for SQLite a Boolean would be compared with 1, and its index be of no use
    inherit_cache = True


def is_one_of(column: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of some numbers, without a parameter for each of them.

    For PostgreSQL they are one value, or its driver would have more to do than the database. For
    SQLite they are written into the statement, for it plans by how many they are.
    """
    joined = ",".join([f"{one:d}" for one in numbers])
    return _IsOneOf(column, bindparam("numbers", joined, _Numbers, unique=True))


@compiles(_IsOneOf, "postgresql")
def _as_array(element: _IsOneOf, compiler: SQLCompiler, **given: Any) -> str:
    column, numbers = (compiler.process(one, **given) for one in element.clauses)
    return f"{column} = ANY(CAST(string_to_array({numbers}, ',') AS INTEGER[]))"


@compiles(_IsOneOf, "sqlite")
def _as_list(element: _IsOneOf, compiler: SQLCompiler, **given: Any) -> str:
    column, numbers = element.clauses
    listed = compiler.process(numbers, **given | {"literal_execute": True})
    return f"{compiler.process(column, **given)} IN ({listed})"
