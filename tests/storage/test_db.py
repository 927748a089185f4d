from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.db import open_database, reading, transaction
from storage.tables import unit
from tests.ground.databases import opened


def name_of(connection: Connection, code: str) -> str | None:
    found: str | None = connection.scalar(select(unit.c.name).where(unit.c.code == code))
    return found


@pytest.fixture
def town(database: Engine) -> Engine:
    """A database with one unit in it."""
    with transaction(database) as connection:
        connection.execute(insert(unit).values(code="50990000", name="เขตทดลอง"))
    return database


# --- opening --------------------------------------------------------------------------------


def test_the_short_form_of_hosting_platforms_opens_postgresql(postgresql_url: str) -> None:
    with opened(postgresql_url.replace("postgresql://", "postgres://")) as engine:
        assert engine.dialect.name == "postgresql"
        with reading(engine) as connection:
            assert name_of(connection, "50990000") is None


def test_the_folder_of_an_embedded_database_is_made(tmp_path: Path) -> None:
    with (
        opened(f"sqlite:///{tmp_path / 'new' / 'deep' / 'khuepna.db'}") as engine,
        transaction(engine) as connection,
    ):
        connection.execute(text("CREATE TABLE note (id INTEGER)"))
    assert (tmp_path / "new" / "deep" / "khuepna.db").stat().st_size > 0


def test_nothing_is_asked_of_a_database_before_it_is_used() -> None:
    open_database("postgresql://nobody@127.0.0.1:1/nowhere").dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)],
)
def test_sqlite_is_set_to_lose_nothing(sqlite: Engine, pragma: str, value: object) -> None:
    with reading(sqlite) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_row_that_points_nowhere_is_refused(database: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(database) as connection:
        connection.execute(insert(unit).values(code="50990100", name="ฝ่าย", parent_code="missing"))


# --- writing --------------------------------------------------------------------------------


def test_a_transaction_that_fails_writes_nothing(town: Engine) -> None:
    def write() -> None:
        with transaction(town) as connection:
            connection.execute(update(unit).values(name="เขตใหม่"))
            connection.execute(insert(unit).values(code="50980000", name="เขตอื่น"))
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        write()
    with reading(town) as connection:
        assert name_of(connection, "50990000") == "เขตทดลอง"
        assert name_of(connection, "50980000") is None


def test_on_sqlite_no_change_is_lost_among_many_writers(sqlite: Engine) -> None:
    with transaction(sqlite) as connection:
        connection.execute(insert(unit).values(code="50990000", name="0"))

    def count(_: int) -> None:
        with transaction(sqlite) as connection:
            number = int(name_of(connection, "50990000") or "")
            connection.execute(update(unit).values(name=str(number + 1)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(80)))
    with reading(sqlite) as connection:
        assert name_of(connection, "50990000") == "80"


# --- reading --------------------------------------------------------------------------------


def test_a_reading_sees_one_moment_however_long_it_lasts(town: Engine) -> None:
    with reading(town) as view:
        assert name_of(view, "50990000") == "เขตทดลอง"
        with transaction(town) as connection:
            connection.execute(update(unit).values(name="เขตใหม่"))
        assert name_of(view, "50990000") == "เขตทดลอง"
    with reading(town) as view:
        assert name_of(view, "50990000") == "เขตใหม่"


def test_a_reading_does_not_wait_for_a_writer(town: Engine) -> None:
    with transaction(town) as connection:
        connection.execute(update(unit).values(name="เขตใหม่"))
        with reading(town) as view:
            assert name_of(view, "50990000") == "เขตทดลอง"


def test_the_database_refuses_to_write_in_a_reading(town: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), reading(town) as view:
        view.execute(update(unit).values(name="เขตใหม่"))
    with reading(town) as view:
        assert name_of(view, "50990000") == "เขตทดลอง"


def test_a_connection_that_was_read_from_can_be_written_to(database_url: str) -> None:
    with opened(database_url) as engine:
        for _ in range(engine.pool.size() + 1):  # type: ignore[attr-defined]  # a QueuePool has one
            with reading(engine) as view:
                name_of(view, "50990000")
            with transaction(engine) as connection:
                connection.execute(text("DELETE FROM unit"))
                connection.execute(insert(unit).values(code="50990000", name="เขตทดลอง"))
        with reading(engine) as view:
            assert name_of(view, "50990000") == "เขตทดลอง"


def test_whoever_falls_silent_in_a_transaction_does_not_hold_its_locks_for_ever(
    postgresql: Engine,
) -> None:
    with reading(postgresql) as tx:
        setting = "SELECT current_setting('idle_in_transaction_session_timeout')"
        assert tx.execute(text(setting)).scalar_one() == "1min"
