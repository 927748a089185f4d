import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.db import open_database
from tests.web.desk import Desk, running


@pytest.fixture
def desk(database: Engine) -> Iterator[Desk]:
    """The try-out page, served from a fresh database of either kind."""
    with running(database) as served:
        yield served


@pytest.fixture(scope="module")
def standing_desk(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One desk on SQLite for all tests of a file that leave nothing behind."""
    path = tmp_path_factory.mktemp("standing") / "khuepna.db"
    shutil.copy(sqlite_template, path)
    engine = open_database(f"sqlite:///{path}")
    with running(engine) as served:
        yield served
    engine.dispose()
