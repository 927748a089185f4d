from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import clock
from bot.sample import fill
from tests.command_line.platforms import Platforms, running_platforms
from tests.command_line.shell import Shell
from tests.ground.databases import postgresql_database


@pytest.fixture
def laptop(tmp_path: Path) -> Shell:
    """A folder without any database; the embedded one will be made in it."""
    return Shell(tmp_path, f"sqlite:///{tmp_path / 'data' / 'khuepna.db'}")


@pytest.fixture
def sampled(laptop: Shell, sqlite_template: Path) -> Shell:
    """The same with the sample in it, as `sample` makes it."""
    (laptop.folder / "data").mkdir()
    shutil.copy(sqlite_template, laptop.folder / "data" / "khuepna.db")
    with laptop.database() as tx:
        fill(tx, now=clock.now(), locale="th")
    return laptop


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Shell:
    """A shell with a database in its current schema: the embedded one, and PostgreSQL."""
    return Shell(tmp_path, database_url)


@pytest.fixture
def server(tmp_path: Path, postgresql_url: str) -> Shell:
    """A shell with a PostgreSQL in its current schema."""
    return Shell(tmp_path, postgresql_url)


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A PostgreSQL database without a schema."""
    with postgresql_database(postgresql_server) as url:
        yield url


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    """LINE and Telegram on loopback."""
    with running_platforms() as both:
        yield both
