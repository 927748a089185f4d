"""The projects that a supervisor may speak for: of their units and all below, and of no others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from storage.db import transaction
from storage.projects import save_project
from storage.records import ProjectFacts, Unit
from storage.supervised import supervised_among, supervised_projects
from storage.units import save_unit

CITY, WORKS, DIVISION, PARKS = "04000000", "04160000", "04160200", "05160000"


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        save_unit(connection, Unit(CITY, "เมือง"))
        save_unit(connection, Unit(WORKS, "สำนักงานก่อสร้าง", CITY))
        save_unit(connection, Unit(DIVISION, "กองถนน", WORKS))
        save_unit(connection, Unit(PARKS, "สำนักสวน", CITY))
        yield connection


def add(tx: Connection, code: str, name: str, *, unit: str, year: int = 2570) -> int:
    return save_project(tx, ProjectFacts(code, name, unit, year)).id


def codes(
    tx: Connection, units: list[str], words: str = "", *, most: int = 40
) -> list[tuple[str, str]]:
    listed = supervised_projects(tx, units, words=words, most=most)
    return [(one.code, one.unit) for one in listed]


def test_a_unit_speaks_for_itself_and_for_all_below(tx: Connection) -> None:
    add(tx, "04160000-0001", "ซ่อมสะพาน", unit=WORKS)
    add(tx, "04160200-0001", "ปูถนน", unit=DIVISION)
    add(tx, "05160000-0001", "ปลูกต้นไม้", unit=PARKS)
    assert codes(tx, [DIVISION]) == [("04160200-0001", "กองถนน")]
    assert codes(tx, [WORKS]) == [
        ("04160000-0001", "สำนักงานก่อสร้าง"),
        ("04160200-0001", "กองถนน"),
    ]
    assert len(codes(tx, [CITY])) == 3
    assert len(codes(tx, [DIVISION, WORKS])) == 2
    assert codes(tx, []) == []


def test_the_newest_year_comes_first_and_what_is_too_much_is_left_out(tx: Connection) -> None:
    add(tx, "04160200-0001", "ปูถนน", unit=DIVISION, year=2569)
    add(tx, "04160200-0002", "ปูถนน ระยะสอง", unit=DIVISION)
    add(tx, "04160200-0003", "ทางเท้า", unit=DIVISION)
    assert [code[-4:] for code, _ in codes(tx, [DIVISION])] == ["0002", "0003", "0001"]
    assert [code[-4:] for code, _ in codes(tx, [DIVISION], most=2)] == ["0002", "0003"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ถนน", ["0001", "0002"]),
        ("ถนน 50%", ["0002"]),
        ("0200-0003", ["0003"]),
        ("led", ["0003"]),
        ("_", []),
        ("สะพาน", []),
    ],
)
def test_a_project_is_found_by_a_part_of_its_name_or_code(
    tx: Connection, words: str, found: list[str]
) -> None:
    add(tx, "04160200-0001", "ปูถนน", unit=DIVISION)
    add(tx, "04160200-0002", "ปูถนน 50% แรก", unit=DIVISION)
    add(tx, "04160200-0003", "ไฟทาง LED", unit=DIVISION)
    add(tx, "05160000-0001", "ถนนในสวน", unit=PARKS)
    assert [code[-4:] for code, _ in codes(tx, [WORKS], words)] == found


def test_of_some_projects_only_those_of_the_units_are_given(tx: Connection) -> None:
    theirs = add(tx, "04160200-0001", "ปูถนน", unit=DIVISION)
    other = add(tx, "05160000-0001", "ปลูกต้นไม้", unit=PARKS)
    listed = supervised_among(tx, [WORKS], [other, theirs, 4711])
    assert [(one.id, one.name, one.unit_code) for one in listed] == [(theirs, "ปูถนน", DIVISION)]
    assert supervised_among(tx, [WORKS], []) == ()
