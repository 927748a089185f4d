"""Asking for many rows by their numbers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, bindparam


def is_one_of(column: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of some numbers, which are written into the statement.

    Hundreds of parameters would cost the driver of PostgreSQL more than the database has to do.
    """
    return column.in_(
        bindparam("numbers", [*numbers], unique=True, expanding=True, literal_execute=True)
    )
