"""Databases for tests: each test gets a fresh one at the current schema, on SQLite or PostgreSQL.

A test that asks for `database` (an Engine) or `database_url` runs on both, once each; with
`sqlite`, `sqlite_url`, `postgresql` or `postgresql_url` it runs on that one only.
`empty_database` and `empty_database_url` are the same without a schema.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, make_url
from xdist.workermanage import WorkerController

from storage.db import open_database
from storage.schema import migrate
from tests.ground.server import NoServer, Server, find_server

FOUND = pytest.StashKey[Server | NoServer]()


def server_of(config: pytest.Config) -> Server | NoServer:
    """Find or start the one server of this session; xdist's workers use their controller's."""
    if FOUND not in config.stash:
        try:
            config.stash[FOUND] = find_server()
        except NoServer as error:
            config.stash[FOUND] = error
    return config.stash[FOUND]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    match server_of(node.config):
        case Server(url):
            node.workerinput["postgresql"] = url
        case NoServer() as error:
            node.workerinput["no_postgresql"] = str(error)


def pytest_configure(config: pytest.Config) -> None:
    given = getattr(config, "workerinput", {})
    if "postgresql" in given:
        config.stash[FOUND] = Server(given["postgresql"])
    elif "no_postgresql" in given:
        config.stash[FOUND] = NoServer(given["no_postgresql"])


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(FOUND, None)
    if isinstance(server, Server):
        server.stop()


@contextmanager
def postgresql_database(server: str, *, template: str = "template0") -> Iterator[str]:
    """A database of a server while the block lasts, as a copy of another one; gives its URL."""
    name = f"khuepna_{uuid4().hex[:16]}"
    with psycopg.connect(server, autocommit=True) as connection:
        # Copying files takes half the time of copying through the write-ahead log.
        connection.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                Identifier(name), Identifier(template)
            )
        )
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            # By force, because a test may have killed a process that was connected.
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An Engine that is closed at the end of the block."""
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


# --- fixtures -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config) -> str:
    """The URL of the server's own database; where there is no server, the test is skipped."""
    match server_of(pytestconfig):
        case Server(url):
            return url
        case NoServer() as error:
            pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    with postgresql_database(postgresql_server) as url:
        with opened(url) as engine:
            migrate(engine)
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "khuepna.db"
    with opened(f"sqlite:///{path}") as engine:
        migrate(engine)
    return path


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    with postgresql_database(postgresql_server, template=postgresql_template) as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "khuepna.db")
    return f"sqlite:///{tmp_path / 'khuepna.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases a test runs on; a test that asks for it runs on both."""
    which: str = request.param
    return which


@pytest.fixture
def database_url(request: pytest.FixtureRequest, kind: str) -> str:
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with postgresql_database(request.getfixturevalue("postgresql_server")) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    with opened(database_url) as engine:
        yield engine


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    with opened(sqlite_url) as engine:
        yield engine


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    with opened(postgresql_url) as engine:
        yield engine


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[Engine]:
    with opened(empty_database_url) as engine:
        yield engine
