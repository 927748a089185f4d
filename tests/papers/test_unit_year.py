"""What an overview draws is what chat and summary say of the same unit."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from bot.papers.pictures import read_curve, read_unit_year
from handlers.oversight.reading import count_buckets, read_digest
from handlers.oversight.rules import read_rules
from handlers.pages.unit_page import read_unit_page
from handlers.summaries.counting import read_totals
from storage.db import reading
from storage.periods import Period, fiscal_months
from storage.units import find_unit, units_below
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
        rules = read_rules(tx, Period(2023, 9), today=TODAY)
        september = read_digest(tx, rules, unit, units_below(tx, UNIT))
        totals = read_totals(tx, fiscal_months(2566), UNIT, today=TODAY, continued=False)
    assert year is not None
    assert year.day == date(2023, 9, 30)
    assert year.buckets == september.buckets
    assert sum(year.buckets.values()) > 0
    assert year.counts == totals.whole


def test_a_year_that_goes_on_stands_as_today(office: Engine) -> None:
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2566, today=date(2023, 8, 10))
    assert year is not None
    assert year.day == date(2023, 8, 10)
    assert max(year.counts.months) == Period(2023, 8)


def test_until_the_lock_day_it_stands_as_the_month_before_like_the_page_it_is_on(
    office: Engine,
) -> None:
    today = date(2023, 8, 5)
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2566, today=today)
        page = read_unit_page(tx, UNIT, page=1, today=today)
        august = read_rules(tx, Period(2023, 8), today=today).view(units_below(tx, UNIT))
        of_august = count_buckets(tx, august)
    assert year is not None
    assert page is not None
    assert page.period == Period(2023, 7)
    assert (year.buckets, year.day) == (page.buckets, today)
    assert year.buckets != of_august


def test_in_the_first_days_of_a_year_it_stands_as_its_first_month(office: Engine) -> None:
    with reading(office) as tx:
        year = read_unit_year(tx, UNIT, 2566, today=date(2022, 10, 3))
    assert year is not None
    assert list(year.counts.months) == [Period(2022, 10)]


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
