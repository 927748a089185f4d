"""Leave: who is away when, and who stands in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine

from storage.absences import absence_of, end_absence, set_absence, stand_ins_on
from storage.db import transaction
from storage.erasure import erase_person
from storage.people import find_or_add_person
from storage.records import Absence, Unit
from storage.units import save_unit

NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


def day(of_november: int) -> date:
    return date(2026, 11, of_november)


TODAY = day(10)


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        yield connection


@pytest.fixture
def people(tx: Connection) -> tuple[int, int, int]:
    save_unit(tx, Unit("04160200", "กองทดลองใช้"))
    names = ("มาลี ใจดี", "สมชาย ขยันยิ่ง", "วิภา รักงาน")
    found = [
        find_or_add_person(tx, name=name, unit_code="04160200", locale="th", now=NOW)
        for name in names
    ]
    mali, somchai, wipha = (one.id for one in found)
    return mali, somchai, wipha


def test_a_person_is_away_from_the_first_day_to_the_last(
    tx: Connection, people: tuple[int, int, int]
) -> None:
    mali, somchai, _ = people
    told = Absence(mali, day(12), day(14), somchai)
    set_absence(tx, told, today=TODAY, now=NOW)
    away = [of for of in range(10, 17) if mali in stand_ins_on(tx, day(of))]
    assert away == [12, 13, 14]
    assert stand_ins_on(tx, day(13)) == {mali: somchai}
    assert absence_of(tx, mali, today=TODAY) == told
    assert absence_of(tx, mali, today=day(15)) is None


def test_nobody_may_stand_in(tx: Connection, people: tuple[int, int, int]) -> None:
    mali, *_ = people
    set_absence(tx, Absence(mali, TODAY, day(14), None), today=TODAY, now=NOW)
    assert stand_ins_on(tx, TODAY) == {mali: None}


def test_a_leave_told_anew_takes_the_place_of_the_one_before(
    tx: Connection, people: tuple[int, int, int]
) -> None:
    mali, somchai, wipha = people
    set_absence(tx, Absence(mali, day(8), day(20), somchai), today=day(8), now=NOW)
    set_absence(tx, Absence(mali, day(10), day(12), wipha), today=TODAY, now=NOW)
    assert [stand_ins_on(tx, day(of)).get(mali) for of in (8, 9, 10, 12, 13)] == [
        somchai,
        somchai,
        wipha,
        wipha,
        None,
    ]


def test_a_leave_to_come_takes_the_place_of_one_that_runs_too(
    tx: Connection, people: tuple[int, int, int]
) -> None:
    mali, somchai, wipha = people
    set_absence(tx, Absence(mali, day(8), day(20), somchai), today=day(8), now=NOW)
    set_absence(tx, Absence(mali, day(15), day(16), wipha), today=TODAY, now=NOW)
    assert [stand_ins_on(tx, day(of)).get(mali) for of in (9, 10, 15, 17)] == [
        somchai,
        None,
        wipha,
        None,
    ]


def test_who_comes_back_is_back_the_same_day(tx: Connection, people: tuple[int, int, int]) -> None:
    mali, somchai, _ = people
    set_absence(tx, Absence(mali, day(8), day(20), somchai), today=day(8), now=NOW)
    assert end_absence(tx, mali, today=TODAY)
    assert stand_ins_on(tx, day(9)) == {mali: somchai}
    assert stand_ins_on(tx, TODAY) == {}
    assert not end_absence(tx, mali, today=TODAY)


def test_a_leave_that_never_began_is_called_off(
    tx: Connection, people: tuple[int, int, int]
) -> None:
    mali, somchai, _ = people
    set_absence(tx, Absence(mali, TODAY, day(20), somchai), today=TODAY, now=NOW)
    assert end_absence(tx, mali, today=TODAY)
    assert absence_of(tx, mali, today=TODAY) is None


@pytest.mark.parametrize(("until", "itself"), [(9, False), (12, True)])
def test_nobody_is_away_backwards_or_stands_in_for_themselves(
    tx: Connection, people: tuple[int, int, int], until: int, itself: bool
) -> None:
    mali, somchai, _ = people
    told = Absence(mali, TODAY, day(until), mali if itself else somchai)
    with pytest.raises(ValueError, match="away"):
        set_absence(tx, told, today=TODAY, now=NOW)


def test_leave_goes_with_whoever_is_erased(tx: Connection, people: tuple[int, int, int]) -> None:
    mali, somchai, wipha = people
    set_absence(tx, Absence(mali, TODAY, day(20), somchai), today=TODAY, now=NOW)
    set_absence(tx, Absence(wipha, TODAY, day(20), mali), today=TODAY, now=NOW)
    erase_person(tx, mali, now=NOW)
    assert stand_ins_on(tx, TODAY) == {wipha: None}
