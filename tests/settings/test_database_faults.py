from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from bot.database import fault_of_database
from bot.database_faults import sentence_about
from storage.db import open_database, transaction

FILLER = "x" * 1000


def fill_a_small_disk(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE filler (text)")
        connection.execute("PRAGMA max_page_count = 3")
        for _ in range(20):
            connection.execute("INSERT INTO filler VALUES (?)", (FILLER,))


def write_where_nothing_may_be_written(path: Path) -> None:
    path.touch()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE TABLE filler (text)")


def write_while_somebody_else_writes(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as first:
        first.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(path, timeout=0)) as second:
            second.execute("CREATE TABLE filler (text)")


def open_in_no_folder(path: Path) -> None:
    sqlite3.connect(path / "nowhere" / "khuepna.db")


def open_what_is_no_database(path: Path) -> None:
    path.write_text(FILLER)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT * FROM sqlite_master")


def read_what_is_damaged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as healthy:
        healthy.execute("CREATE TABLE filler (text)")
    page = bytearray(path.read_bytes())
    page[100:200] = b"\xff" * 100
    path.write_bytes(page)
    with closing(sqlite3.connect(path)) as damaged:
        damaged.execute("SELECT * FROM filler")


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (fill_a_small_disk, "disk of the database is full"),
        (write_where_nothing_may_be_written, "may not be written"),
        (write_while_somebody_else_writes, "in use by another process"),
        (open_in_no_folder, "cannot be opened"),
        (open_what_is_no_database, "names a file that is no database"),
        (read_what_is_damaged, "is damaged"),
    ],
)
def test_what_goes_wrong_with_an_embedded_database_is_said_in_a_sentence(
    tmp_path: Path, break_it: Callable[[Path], None], said: str
) -> None:
    with pytest.raises(sqlite3.Error) as raised:
        break_it(tmp_path / "khuepna.db")
    assert said in sentence_about(raised.value)
    wrapped = DatabaseError("INSERT …", {"name": "มาลี"}, raised.value)
    assert said in sentence_about(wrapped)
    assert "มาลี" not in sentence_about(wrapped)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("53100", "disk of the database is full"),
        ("25006", "read-only"),
        ("53300", "no connection left"),
        ("57P03", "starting or stopping"),
        ("42P01", "42P01"),
    ],
)
def test_what_postgresql_reports_is_said_in_a_sentence(
    postgresql_url: str, state: str, said: str
) -> None:
    raise_it = f"DO $$ BEGIN RAISE EXCEPTION 'มาลี' USING ERRCODE = '{state}'; END $$"
    engine = open_database(postgresql_url)
    try:
        with pytest.raises(SQLAlchemyError) as raised, transaction(engine) as tx:
            tx.execute(text(raise_it))
    finally:
        engine.dispose()
    assert isinstance(raised.value, DatabaseError)
    assert isinstance(raised.value.orig, psycopg.Error)
    assert said in sentence_about(raised.value)
    assert "มาลี" not in sentence_about(raised.value)


def test_a_database_that_answers_has_no_fault(database_url: str) -> None:
    assert fault_of_database(database_url) is None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    fault = fault_of_database(f"sqlite:///{tmp_path}/file/khuepna.db") or ""
    assert fault.startswith("The folder of the database cannot be made")


def test_an_error_of_another_kind_is_named_without_its_words() -> None:
    assert "มาลี" not in sentence_about(OperationalError("SELECT 'มาลี'", {}, ValueError("มาลี")))
