"""The version of a database's schema, and bringing it to the current one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.db import reading

MIGRATIONS = "storage:migrations"
MIGRATION_LOCK = 5_663_001  # of PostgreSQL's advisory locks; any number that is ours alone


class UnknownSchema(RuntimeError):
    """The database was made by a newer release; the message says so."""


def current_version(engine: Engine) -> str | None:
    """Give the version that the database is at; None for one without a schema."""
    with reading(engine) as connection:
        return _version(connection)


def is_current(engine: Engine) -> bool:
    """Whether the database is at the version that this release works with."""
    return current_version(engine) == ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to the current schema, whole or not at all; raises UnknownSchema.

    Several machines may do it at once: one works, the others wait and find nothing to do.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    with _alone(engine) as connection:
        version = _version(connection)
        if version is not None and version not in known:
            raise UnknownSchema(
                f"the database is at version {version}, which a newer release made; "
                "install that release, or restore a backup from before it"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return config


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that changes the schema, after any other machine's has ended."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _foreign_keys_later(connection), connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"the migration leaves rows that point nowhere: {broken}")
        else:
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
                yield connection


@contextmanager
def _foreign_keys_later(connection: Connection) -> Iterator[None]:
    """Let tables be rebuilt on SQLite: dropping the old one would delete what points to it.

    SQLite allows this setting to change only between transactions.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
