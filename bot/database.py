"""The database as the environment names it: checked, and brought to the current schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, literal, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.database_faults import sentence_about
from bot.refusals import Refused
from storage.db import open_database, reading
from storage.schema import UnknownSchema, is_current, migrate

DRIVERS = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")
SECONDS_TO_CONNECT = "5"


def fault_in_url(url: str) -> str | None:
    """Say what is wrong with a DATABASE_URL, without quoting it: it may hold a password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return "DATABASE_URL must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
    if address.drivername not in DRIVERS:
        return (
            f"DATABASE_URL names a database of the kind {address.drivername}: "
            "it must begin with sqlite:/// or postgresql://."
        )
    if is_embedded(url) and (address.database or ":memory:").startswith((":", "file:")):
        return "DATABASE_URL must name a file, such as sqlite:///data/khuepna.db."
    return None


def is_embedded(url: str) -> bool:
    """Tell whether a DATABASE_URL names a file of SQLite."""
    return make_url(url).get_backend_name() == "sqlite"


def embedded_file(url: str) -> Path:
    """Give the file of an embedded database."""
    return Path(make_url(url).database or "")


def fault_of_database(url: str) -> str | None:
    """Ask the database for anything, and say in a sentence why it does not answer, if so."""
    try:
        engine = open_database(_impatient(url), connections=1)
        try:
            with reading(engine) as tx:
                tx.execute(select(literal(1)))
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError) as error:
        return sentence_about(error)
    return None


@contextmanager
def prepared_database(url: str) -> Iterator[Engine]:
    """The database in its current schema while the block lasts; raises Refused.

    An embedded one is brought to it at once. PostgreSQL may serve older processes still, so
    there the operator says when.
    """
    engine = open_database(url, connections=1)
    try:
        if not is_current(engine):
            if not is_embedded(url):
                raise Refused("The database's schema is not current: run `python -m bot migrate`.")
            migrate_or_refuse(engine)
        yield engine
    finally:
        engine.dispose()


def migrate_or_refuse(engine: Engine) -> None:
    """Bring the database to the current schema; raises Refused if a newer release made it."""
    try:
        migrate(engine)
    except UnknownSchema as newer:
        raise Refused(f"Nothing was changed: {newer}.") from newer


def _impatient(url: str) -> str:
    address: URL = make_url(url)
    if is_embedded(url):
        return url
    patience = {"connect_timeout": SECONDS_TO_CONNECT}
    return address.update_query_dict(patience).render_as_string(hide_password=False)
