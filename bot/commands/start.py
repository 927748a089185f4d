"""What a command that needs the environment begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bot.database import prepared_database
from bot.log import configure_logging
from bot.settings import Settings, load_settings


def start(*, check_database: bool = True) -> Settings:
    """Read the environment and keep its secrets out of the log; raises ConfigurationFaults."""
    settings = load_settings(check_database=check_database)
    configure_logging(secrets=settings.secrets)
    return settings


@contextmanager
def start_with_database() -> Iterator[tuple[Settings, Engine]]:
    """The same with the database, in its current schema while the block lasts; raises Refused."""
    settings = start()
    with prepared_database(settings.database_url.get_secret_value()) as engine:
        yield settings, engine
