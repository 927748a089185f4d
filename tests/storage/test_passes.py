"""Who holds which pass, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage.db import transaction
from storage.passes import (
    Opens,
    ProjectPages,
    StoredPass,
    UnitPages,
    add_pass,
    find_pass,
    forget_passes,
    revoke_all_passes,
    revoke_pass,
)
from storage.people import find_or_add_person
from storage.projects import save_project
from storage.records import ProjectFacts, Unit
from storage.units import save_unit

NOW = datetime(2026, 11, 10, 2, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
UNIT = Unit("04160200", "กองทดลองใช้")
OF_THE_UNIT = UnitPages(UNIT.code)


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        save_unit(connection, UNIT)
        save_project(connection, ProjectFacts("04160200-7001", "ปลูกต้นไม้", UNIT.code, 2570))
        yield connection


@pytest.fixture
def mali(tx: Connection) -> int:
    mali = find_or_add_person(tx, name="มาลี ใจดี", unit_code=UNIT.code, locale="th", now=NOW)
    return mali.id


def give(tx: Connection, holder: int, opens: Opens = OF_THE_UNIT) -> int:
    return add_pass(tx, opens, holder=holder, now=NOW, expires_at=NOW + DAY)


def test_it_is_read_as_it_was_given(tx: Connection, mali: int) -> None:
    opens = ProjectPages("04160200-7001")
    first, second = give(tx, mali, opens), give(tx, mali)
    assert find_pass(tx, first) == StoredPass(first, mali, opens, NOW, NOW + DAY)
    assert find_pass(tx, second) == StoredPass(second, mali, OF_THE_UNIT, NOW, NOW + DAY)
    assert find_pass(tx, second + 1) is None


def test_there_is_none_for_a_project_that_there_is_not(tx: Connection, mali: int) -> None:
    with pytest.raises(ValueError, match="04160200-9999"):
        give(tx, mali, ProjectPages("04160200-9999"))


def test_only_its_holder_ends_it_and_only_once(tx: Connection, mali: int) -> None:
    theirs = give(tx, mali)
    assert not revoke_pass(tx, theirs, holder=mali + 1, now=NOW)
    assert revoke_pass(tx, theirs, holder=mali, now=NOW)
    assert not revoke_pass(tx, theirs, holder=mali, now=NOW + DAY)
    found = find_pass(tx, theirs)
    assert found is not None
    assert found.revoked_at == NOW


def test_all_of_a_holder_end_together(tx: Connection, mali: int) -> None:
    wipa = find_or_add_person(tx, name="วิภา รักงาน", unit_code=UNIT.code, locale="th", now=NOW)
    others = give(tx, wipa.id)
    theirs = [give(tx, mali), give(tx, mali)]
    assert revoke_all_passes(tx, mali, now=NOW) == 2
    ended = {one: find_pass(tx, one) for one in (others, *theirs)}
    assert {one: found and found.revoked_at for one, found in ended.items()} == {
        others: None,
        theirs[0]: NOW,
        theirs[1]: NOW,
    }


def test_what_is_over_for_long_is_forgotten(tx: Connection, mali: int) -> None:
    theirs = give(tx, mali)
    assert forget_passes(tx, before=NOW + DAY) == 0
    assert forget_passes(tx, before=NOW + 2 * DAY) == 1
    assert find_pass(tx, theirs) is None
