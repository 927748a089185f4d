"""The index follows the register: at once where that is small, and beside the turns where not."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handlers.search import keeping
from handlers.search.finding import find
from handlers.search.found import Allowed, ProjectsFound, UnitsFound
from handlers.search.keeping import index_for, renew_index
from storage.db import reading, transaction
from storage.projects import save_project
from storage.records import ProjectFacts, Unit
from storage.register_version import raise_register_version, read_register_version
from storage.units import save_unit

UNIT = Unit("50160000", "สำนักงานเขตทดลอง")
PARK = ProjectFacts("50160000-0001", "โครงการสวนริมคลอง", UNIT.code, 2570)
PATH = ProjectFacts("50160000-0002", "โครงการทางเท้าน่าเดิน", UNIT.code, 2570)


def save(engine: Engine, *projects: ProjectFacts) -> None:
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        for one in projects:
            save_project(tx, one)


def finds(engine: Engine, words: str) -> int:
    with reading(engine) as tx:
        found = find(index_for(tx), words, Allowed(None))
    return found.total if isinstance(found, ProjectsFound) else 0


def test_what_is_added_or_renamed_is_found_at_once_in_a_small_register(database: Engine) -> None:
    save(database, PARK)
    assert (finds(database, "สวนริมคลอง"), finds(database, "ทางเท้า")) == (1, 0)
    save(database, PATH)
    assert finds(database, "ทางเท้า") == 1
    with transaction(database) as tx:
        save_unit(tx, Unit(UNIT.code, "สำนักงานเขตชื่อใหม่"))
    with reading(database) as tx:
        found = find(index_for(tx), "เขตชื่อใหม่", Allowed(None))
    assert found == UnitsFound((UNIT.code,))


def test_a_large_register_is_searched_as_it_was_until_the_index_is_renewed(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SMALL", 0)
    save(database, PARK)
    assert finds(database, "สวนริมคลอง") == 1
    save(database, PATH)
    assert finds(database, "ทางเท้า") == 0
    assert renew_index(database)
    assert finds(database, "ทางเท้า") == 1
    assert not renew_index(database)


def test_the_version_rises_once_in_a_transaction_and_again_after_a_savepoint(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        before = read_register_version(tx)
        raise_register_version(tx)
        raise_register_version(tx)
        assert read_register_version(tx) == before + 1
        savepoint = tx.begin_nested()
        raise_register_version(tx)
        savepoint.rollback()
        assert read_register_version(tx) == before + 1
    with transaction(database) as tx:
        raise_register_version(tx)
        assert read_register_version(tx) == before + 2


def test_what_changes_nothing_leaves_the_index_as_it_is(database: Engine) -> None:
    save(database, PARK)
    with reading(database) as tx:
        before = index_for(tx)
    save(database, PARK)
    with reading(database) as tx:
        assert index_for(tx) is before
