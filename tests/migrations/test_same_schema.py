"""The migrations give the schema that storage/tables/ describes, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables import metadata
from tests.migrations.description import describe


def test_the_migrations_give_the_schema_of_the_tables(
    database: Engine, empty_database: Engine
) -> None:
    metadata.create_all(empty_database)
    migrated, wanted = describe(database), describe(empty_database)
    assert len(wanted) > 100
    assert sorted(wanted - migrated) == [], "a migration is to add these"
    assert sorted(migrated - wanted) == [], "a migration is to remove these"


def small_schema(change: str = "") -> MetaData:
    """Two tables with one of everything, or the same with one thing changed."""
    made = MetaData()
    Table("unit", made, Column("code", String(8), primary_key=True))
    if change != "a table is missing":
        Table("holiday", made, Column("day", Integer, primary_key=True))
    person = Table(
        "person",
        made,
        Column("id", Integer, autoincrement=False),
        Column("name", Text if change == "a column has another type" else String(8)),
        Column("length", String(9 if change == "a column has another length" else 8)),
        Column("unit_code", String(8), nullable=change == "a column may be null"),
        Column("born", Integer, server_default=None if change == "a default is missing" else "1"),
        PrimaryKeyConstraint("id", *["unit_code"] * (change == "the primary key is another")),
    )
    if change != "a column is missing":
        person.append_column(Column("note", Text))
    if change != "a foreign key is missing":
        ondelete = None if change == "deleting does not cascade" else "CASCADE"
        person.append_constraint(
            ForeignKeyConstraint(["unit_code"], ["unit.code"], "fk_unit", ondelete=ondelete)
        )
    if change != "a unique constraint is missing":
        unique = ["name"] if change == "a unique constraint is wider" else ["name", "born"]
        person.append_constraint(UniqueConstraint(*unique, name="uq_name"))
    if change != "a check is missing":
        least = 1 if change == "a check is another" else 0
        person.append_constraint(CheckConstraint(f"born >= {least}", name="ck_born"))
    if change != "an index is missing":
        where = None if change == "an index is no longer partial" else text("born IS NULL")
        Index(
            "ix_person",
            person.c.born if change == "an index has another column" else person.c.name,
            unique=change != "an index is no longer unique",
            sqlite_where=where,
            postgresql_where=where,
        )
    return made


CHANGES = [
    "a table is missing",
    "a column is missing",
    "a column has another type",
    "a column has another length",
    "a column may be null",
    "a default is missing",
    "the primary key is another",
    "a foreign key is missing",
    "deleting does not cascade",
    "a unique constraint is missing",
    "a unique constraint is wider",
    "a check is missing",
    "a check is another",
    "an index is missing",
    "an index has another column",
    "an index is no longer partial",
    "an index is no longer unique",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_description_tells_when(change: str, empty_database: Engine) -> None:
    small_schema().create_all(empty_database)
    before = describe(empty_database)
    small_schema().drop_all(empty_database)
    small_schema(change).create_all(empty_database)
    assert describe(empty_database) != before


def test_a_description_is_the_same_for_the_same_schema(empty_database: Engine) -> None:
    small_schema().create_all(empty_database)
    before = describe(empty_database)
    small_schema().drop_all(empty_database)
    small_schema("nothing").create_all(empty_database)
    assert describe(empty_database) == before


def test_a_description_tells_that_numbers_are_never_used_again(sqlite: Engine) -> None:
    assert {"autoincrement report", "autoincrement inbox"} <= describe(sqlite)
    assert "autoincrement strategy_line" not in describe(sqlite)
