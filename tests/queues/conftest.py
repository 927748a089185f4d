"""A database that stands for a whole file of tests; what a test writes is undone at its end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from storage.units import save_unit
from tests.ground.databases import opened, postgresql_database
from tests.queues.rows import UNIT


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path_factory.mktemp("standing") / "khuepna.db"
        shutil.copy(template, path)
        with opened(f"sqlite:///{path}") as engine:
            yield engine
    else:
        server = request.getfixturevalue("postgresql_server")
        template_name = request.getfixturevalue("postgresql_template")
        with postgresql_database(server, template=template_name) as url, opened(url) as engine:
            yield engine


@pytest.fixture
def tx(standing: Engine) -> Iterator[Connection]:
    """A transaction with a unit in it, which is rolled back."""
    with standing.connect() as connection, connection.begin() as begun:
        save_unit(connection, UNIT)
        yield connection
        begun.rollback()
