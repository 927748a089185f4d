from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.office import Office, office_at


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office_at(database_url, tmp_path / "evidence") as opened:
        yield opened


@pytest.fixture
def embedded(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with office_at(sqlite_url, tmp_path / "evidence") as opened:
        yield opened
