"""The kinds of columns that tables have, and the names of what belongs to them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Integer, MetaData, Numeric, String, TypeDecorator
from sqlalchemy.types import TypeEngine

from storage.periods import Period
from storage.records import Worth


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, always with its zone in Python.

    SQLite would hand back a naive value, whatever the column says.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A number with two decimals, exact on both databases: SQLite, which has none, counts cents.

    `digits` counts those before and after the point, as PostgreSQL does.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__(precision=digits, scale=2)
        self.digits = digits

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(Numeric(self.digits, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not value.is_finite() or abs(value) >= 10 ** (self.digits - 2):
            raise ValueError(f"{value} is no number of at most {self.digits} digits")
        if value != round(value, 2):
            raise ValueError(f"{value} has more than two decimals")
        return int(value * 100) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-2) if dialect.name == "sqlite" else Decimal(value)


class PeriodColumn(TypeDecorator[Period]):
    """A month of reporting, stored as "2023-08", which sorts as it should."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:
        return None if value is None else Period.parse(value)


class WorthColumn(TypeDecorator[Worth]):
    """What a message is worth, stored by its name."""

    impl = String(8)
    cache_ok = True

    def process_bind_param(self, value: Worth | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Worth | None:
        return None if value is None else Worth(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
