from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.codes import code_above
from storage.db import transaction
from storage.records import Unit
from storage.units import (
    all_units,
    find_unit,
    make_unit,
    names_of_units,
    save_unit,
    unit_path,
    units_below,
)

CITY = Unit("10000000", "สำนักใหญ่")
BRANCH = Unit("10010000", "กองหนึ่ง", "10000000")
OTHER = Unit("10020000", "กองสอง", "10000000")
LEAF = Unit("10010100", "ฝ่ายย่อย", "10010000")


@pytest.fixture(name="tree")
def plant(database: Engine) -> Engine:
    with transaction(database) as tx:
        for unit in (CITY, BRANCH, OTHER, LEAF):
            save_unit(tx, unit)
    return database


def test_a_unit_covers_itself_and_all_below_it(tree: Engine) -> None:
    with transaction(tree) as tx:
        assert units_below(tx, "10000000") == {"10000000", "10010000", "10020000", "10010100"}
        assert units_below(tx, "10010000") == {"10010000", "10010100"}
        assert units_below(tx, "10010100") == {"10010100"}


def test_the_path_of_a_unit_begins_at_the_top(tree: Engine) -> None:
    with transaction(tree) as tx:
        assert unit_path(tx, "10010100") == (CITY, BRANCH, LEAF)
        assert unit_path(tx, "10000000") == (CITY,)
        assert unit_path(tx, "99999999") == ()


def test_saving_tells_whether_anything_changed(tree: Engine) -> None:
    with transaction(tree) as tx:
        assert not save_unit(tx, LEAF)
        assert save_unit(tx, Unit(LEAF.code, "ฝ่ายใหม่", LEAF.parent_code))
        assert find_unit(tx, LEAF.code) == Unit(LEAF.code, "ฝ่ายใหม่", LEAF.parent_code)


@pytest.mark.parametrize("below", ["10000000", "10010000", "10010100"])
def test_no_unit_comes_to_lie_below_itself(tree: Engine, below: str) -> None:
    with transaction(tree) as tx, pytest.raises(ValueError, match="below itself"):
        save_unit(tx, Unit(CITY.code, CITY.name, below))


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("04160200", "04160000"),
        ("04160203", "04160200"),
        ("04160000", "04000000"),
        ("50990000", "50000000"),
        ("04000000", None),
        ("04000002", "04000000"),
        ("00000000", None),
    ],
)
def test_the_code_tells_which_unit_lies_above(code: str, above: str | None) -> None:
    assert code_above(code) == above


def test_a_unit_that_is_made_hangs_where_its_code_says(database: Engine) -> None:
    with transaction(database) as tx:
        assert make_unit(tx, "04160200", name="กองงานสวน")
        assert unit_path(tx, "04160200") == (
            Unit("04000000", "04000000"),
            Unit("04160000", "04160000", "04000000"),
            Unit("04160200", "กองงานสวน", "04160000"),
        )


def test_a_name_is_given_once(database: Engine) -> None:
    with transaction(database) as tx:
        make_unit(tx, "04160200", name=None)
        assert not make_unit(tx, "04160200", name=None)
        assert make_unit(tx, "04160200", name="กองงานสวน")
        assert not make_unit(tx, "04160200", name="กองสวน")
        assert names_of_units(tx, ["04160200", "99999999"]) == {"04160200": "กองงานสวน"}
        assert len(all_units(tx)) == 3
