"""Who can stand in for somebody, and on what they report meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from storage.absences import end_absence, set_absence
from storage.colleagues import colleagues_of
from storage.db import transaction
from storage.erasure import erase_person
from storage.people import find_or_add_person
from storage.projects import save_project
from storage.records import Absence, ProjectFacts, Unit
from storage.reporters import add_reporter, projects_reported_by
from storage.units import save_unit

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 10), timedelta(days=1)
UNIT, OTHER = Unit("04160200", "กองทดลองใช้"), Unit("04160300", "กองข้างเคียง")


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        save_unit(connection, UNIT)
        save_unit(connection, OTHER)
        yield connection


def hire(tx: Connection, name: str, *numbers: int, unit: Unit = UNIT) -> int:
    """A person who reports on the projects of these numbers."""
    person = find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=NOW)
    for number in numbers:
        facts = ProjectFacts(f"04160200-{number:04d}", f"โครงการ {number}", UNIT.code, 2570)
        add_reporter(tx, project_id=save_project(tx, facts).id, person_id=person.id)
    return person.id


def leave(tx: Connection, person: int, stand_in: int | None, *, days: int = 1) -> None:
    until = TODAY + (days - 1) * DAY
    set_absence(tx, Absence(person, TODAY, until, stand_in), today=TODAY, now=NOW)


def reported(tx: Connection, person: int, day: date = TODAY) -> list[int]:
    return [int(one.code[-4:]) for one in projects_reported_by(tx, person, today=day)]


def test_a_stand_in_reports_on_the_projects_of_who_is_away_and_on_their_own(
    tx: Connection,
) -> None:
    mali, somporn = hire(tx, "มาลี", 3, 1), hire(tx, "สมพร", 2)
    leave(tx, mali, somporn, days=2)
    assert [reported(tx, somporn, TODAY + n * DAY) for n in (-1, 0, 1, 2)] == [
        [2],
        [1, 2, 3],
        [1, 2, 3],
        [2],
    ]
    assert reported(tx, mali) == [1, 3]


def test_a_project_of_both_is_listed_once(tx: Connection) -> None:
    mali, somporn = hire(tx, "มาลี", 1, 2), hire(tx, "สมพร", 1)
    leave(tx, mali, somporn)
    assert reported(tx, somporn) == [1, 2]


def test_nobody_stands_in_for_whom_a_stand_in_stands_in(tx: Connection) -> None:
    mali, somporn, somchai = hire(tx, "มาลี", 1), hire(tx, "สมพร", 2), hire(tx, "สมชาย", 3)
    leave(tx, mali, somporn)
    leave(tx, somporn, somchai)
    assert reported(tx, somchai) == [2, 3]


def test_who_is_back_reports_alone_again(tx: Connection) -> None:
    mali, somporn = hire(tx, "มาลี", 1), hire(tx, "สมพร", 2)
    leave(tx, mali, somporn, days=9)
    end_absence(tx, mali, today=TODAY)
    assert reported(tx, somporn) == [2]
    leave(tx, mali, None, days=9)
    assert reported(tx, somporn) == [2]


def test_of_a_unit_those_can_stand_in_who_report_on_anything(tx: Connection) -> None:
    mali, somporn, somchai = hire(tx, "มาลี", 1), hire(tx, "สมพร", 2), hire(tx, "สมชาย", 1, 3)
    hire(tx, "หัวหน้า")
    hire(tx, "คนกองอื่น", 1, unit=OTHER)
    erase_person(tx, hire(tx, "คนเก่า", 1), now=NOW)
    assert list(colleagues_of(tx, mali).items()) == [(somchai, "สมชาย"), (somporn, "สมพร")]
    assert mali in colleagues_of(tx, somporn)
