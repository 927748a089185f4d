from __future__ import annotations

import pytest

from handlers.timeliness.changes import Change, read_changes, read_fiscal_year
from handlers.timeliness.refusals import Impossible, NoFile, NothingSet, UnknownTable

FILE = """
[city]
due_day = 20

[unit.04160200]
reminders = [-2, 0]

[year.2570.city]
lock_day = 5

[year.2570.unit.04160200]
due_day = "inherit"
"""


def test_a_file_has_tables_for_the_city_units_and_years() -> None:
    assert read_changes(FILE, 2569) == (
        Change(None, 2569, {"due_day": 20}),
        Change("04160200", 2569, {"reminders": [-2, 0]}),
        Change(None, 2570, {"lock_day": 5}),
        Change("04160200", 2570, {"due_day": "inherit"}),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("due_day = 20", "due_day"),
        ("[town]\ndue_day = 20", "town"),
        ("city = 20", "city"),
        ("[unit]\ndue_day = 20", "unit.due_day"),
        ("year = 2570", "year"),
        ("[year.2026.city]\ndue_day = 20", "year.2026"),
        ("[year]\n2570 = 20", "year.2570"),
        ("[year.2570]\ndue_day = 20", "year.2570.due_day"),
        ("[year.2570.year.2571.city]\ndue_day = 20", "year.2570.year"),
        ("[year.2570.unit]\ndue_day = 20", "year.2570.unit.due_day"),
    ],
)
def test_what_is_in_no_table_is_refused(text: str, name: str) -> None:
    assert read_changes(text, 2569) == Impossible((UnknownTable(name),))


def test_everything_that_is_in_no_table_is_told() -> None:
    assert read_changes(f"due = 1\nlock = 2\n{FILE}", 2569) == Impossible(
        (UnknownTable("due"), UnknownTable("lock"))
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert read_changes(text, 2569) == Impossible((NothingSet(),))


def test_a_file_that_is_no_toml_is_refused_with_the_place() -> None:
    refused = read_changes("[city]\ndue_day: 20", 2569)
    assert isinstance(refused, Impossible)
    [reason] = refused.reasons
    assert isinstance(reason, NoFile)
    assert "line 2" in reason.fault


@pytest.mark.parametrize(
    ("written", "year"),
    [
        *[("2569", 2569), ("2550", 2550), ("2599", 2599), ("2480", None), ("2549", None)],
        *[("2026", None), ("๒๕๖๙", None), ("69", None), ("25690", None), ("", None)],
    ],
)
def test_fiscal_years_are_buddhist(written: str, year: int | None) -> None:
    assert read_fiscal_year(written) == year
