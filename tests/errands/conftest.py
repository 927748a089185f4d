"""The desk of every test here."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.errands.desk import Desk


@pytest.fixture
def desk(database: Engine) -> Desk:
    return Desk(database)
