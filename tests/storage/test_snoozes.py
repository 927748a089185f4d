"""Who wants to hear nothing for a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage.db import transaction
from storage.erasure import erase_person
from storage.people import find_or_add_person
from storage.records import Unit
from storage.snoozes import snooze_until, snoozes_of
from storage.units import save_unit

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        yield connection


def test_the_newest_wish_counts_and_goes_with_the_person(tx: Connection) -> None:
    save_unit(tx, Unit("04160200", "กองทดลองใช้"))
    mali, wipha = (
        find_or_add_person(tx, name=name, unit_code="04160200", locale="th", now=NOW).id
        for name in ("มาลี ใจดี", "วิภา รักงาน")
    )
    snooze_until(tx, mali, until=NOW + 5 * HOUR, now=NOW)
    snooze_until(tx, mali, until=NOW + 2 * HOUR, now=NOW)
    assert snoozes_of(tx, [mali, wipha]) == {mali: NOW + 2 * HOUR}
    erase_person(tx, mali, now=NOW)
    assert snoozes_of(tx, [mali, wipha]) == {}
