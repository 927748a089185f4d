from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.linked_pages.office import NOW, Office, open_office
from tests.web.desk import Desk, running


@pytest.fixture
def office(database: Engine) -> Office:
    return open_office(database)


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    with running(office.engine, clock=lambda: NOW) as served:
        yield served
