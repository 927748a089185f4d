"""What an overview draws is what chat and summary say of the same unit."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from bot.papers.pictures import read_curve, read_unit_year
from handlers.oversight.reading import read_overview
from handlers.summaries.counting import read_totals
from storage.db import reading
from storage.periods import Period, fiscal_months
from storage.units import find_unit
from tests.summaries.office import GOLDEN, TODAY, settle

UNIT = "50970000"


@pytest.fixture(name="office")
def fill(database: Engine) -> Engine:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    return database


def test_a_year_that_is_over_stands_as_at_its_end(office: Engine) -> None:
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2566, today=TODAY)
        unit = find_unit(tx, UNIT)
        assert unit is not None
        september = read_overview(tx, unit, Period(2023, 9), today=TODAY)
        totals = read_totals(tx, fiscal_months(2566), UNIT, today=TODAY)
    assert year is not None
    assert year.day == date(2023, 9, 30)
    assert year.buckets == september.buckets
    assert sum(year.buckets.values()) == len(september.projects) > 0
    assert year.counts == totals.whole


def test_a_year_that_goes_on_stands_as_today(office: Engine) -> None:
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2566, today=date(2023, 8, 10))
    assert year is not None
    assert year.day == date(2023, 8, 10)
    assert max(year.counts.months) == Period(2023, 8)


def test_a_unit_without_projects_has_an_empty_year(office: Engine) -> None:
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2560, today=TODAY)
    assert year is not None
    assert not any(year.buckets.values())


def test_a_curve_has_the_months_of_the_project_in_its_own_year(office: Engine) -> None:
    with reading(office) as tx:
        drawn = read_curve(tx, "50971000-0002", locale="th", today=TODAY)
    assert drawn is not None
    assert drawn["year"] == "ปีงบประมาณ พ.ศ. 2565 · 50971000-0002"
    assert [one["percent"] for one in drawn["curve"]["months"]][-2:] == [80.0, 100.0]
    assert drawn["percent"] == "100%"
