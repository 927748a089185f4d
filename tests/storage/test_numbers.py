"""Rows by their numbers: how many ever, and by the index of the column."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text

from storage.db import reading, transaction
from storage.numbers import is_one_of
from storage.records import Unit
from storage.tables import address, person
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
UNIT = Unit("04160200", "กองทดสอบ")


@pytest.mark.parametrize("numbers", [[], [2], [3, 1, 1], range(-5, 5000), {2**31 - 1}])
def test_these_are_found_and_no_others(database: Engine, numbers: list[int]) -> None:
    with transaction(database) as tx:
        save_unit(tx, UNIT)
        known = {"unit_code": UNIT.code, "locale": "th", "created_at": NOW}
        tx.execute(
            person.insert(), [known | {"id": one, "name": f"คนที่ {one}"} for one in (1, 2, 3)]
        )
        found = tx.scalars(select(person.c.id).where(is_one_of(person.c.id, numbers))).all()
    assert sorted(found) == sorted({*numbers} & {1, 2, 3})


def test_they_are_looked_up(sqlite: Engine) -> None:
    wanted = select(address.c.lane).where(is_one_of(address.c.person_id, range(250)))
    options = {"render_postcompile": True, "literal_binds": True}
    statement = str(wanted.compile(sqlite, compile_kwargs=options))
    with reading(sqlite) as tx:
        [step] = tx.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert step.detail == "SEARCH address USING INDEX ix_address_person_id (person_id=?)"
