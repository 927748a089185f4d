"""The real page that the project was begun with, whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from handlers.exports.register import export_page
from handlers.imports.outcome import Tally, Thing
from handlers.imports.page_options import PageOptions
from handlers.imports.project_page import ProjectPage
from handlers.thai.text import Fault
from storage.db import reading
from storage.projects import find_project
from storage.units import unit_path
from tests.imports.desk import SEED_PAGE, everything, read_project, take

OPTIONS = PageOptions(code="04160200-7001", year="2566")


def line_after(start: str) -> str:
    lines = SEED_PAGE.read_text(encoding="utf-8").split("\n")
    return lines[next(n for n, line in enumerate(lines) if line.startswith(start)) + 1]


@pytest.fixture(name="page")
def seed_page() -> ProjectPage:
    return read_project(SEED_PAGE.read_text(encoding="utf-8"), OPTIONS)


def test_it_has_ten_entries_with_both_dates_but_for_the_undated_tenth(page: ProjectPage) -> None:
    days = [one.reported_on for one in page.log]
    assert days == [
        date(2023, 1, 25),
        date(2023, 3, 21),
        date(2023, 4, 21),
        date(2023, 5, 30),
        date(2023, 6, 13),
        date(2023, 6, 27),
        date(2023, 7, 21),
        date(2023, 8, 21),
        date(2023, 9, 19),
        date(2023, 9, 29),
    ]
    assert [one.text_date for one in page.log] == [None, *days[1:]]
    percents = [one.content.percent for one in page.log]
    assert percents == [61, 65, 75, 78, 80, 85, 90, 95, 99, 100]
    undated, newest = (line_after(counter) for counter in ("(10)", "(1)"))
    assert page.log[0].content.narrative == undated
    assert f"29/09/2566 : {page.log[-1].content.narrative}" == newest


def test_only_the_entries_six_to_nine_have_problems_and_none_has_obstacles(
    page: ProjectPage,
) -> None:
    newest_first = [one.content for one in reversed(page.log)]
    assert [n for n, one in enumerate(newest_first, 1) if one.problems] == [6, 7, 8, 9]
    assert all(one.obstacles is None for one in newest_first)


def test_it_has_four_strategy_lines_and_an_indicator(page: ProjectPage) -> None:
    assert [line.split()[0] for line in page.strategy] == ["ด้านที่", "๗.๒", "๗.๒.๒", "๗.๒.๑.๑"]
    assert not any(line.endswith(("|", "%")) for line in page.strategy)
    (indicator,) = page.indicators
    assert indicator.name.startswith("2.8 ")
    assert (indicator.measure, indicator.target, indicator.actual) == ("ระดับ", "1", "1")
    assert indicator.kind == "ตัวชี้วัดเชิงยุทธศาสตร์"
    assert indicator.level == "ตัวชี้วัดระดับผลผลิต (output)"


def test_its_lost_score_is_not_made_up(page: ProjectPage) -> None:
    assert page.evaluations == ()


def test_it_is_imported_whole_and_again_without_a_change(database: Engine) -> None:
    content = SEED_PAGE.read_bytes()
    first = take(database, content, OPTIONS, name=SEED_PAGE.name)
    assert first.refused == ()
    assert Tally(Thing.ENTRY, new=10) in first.tallies
    assert [one.kind for one in first.repaired] == [Fault.DOUBLED_SARA_AM, Fault.CUT_TEXT]
    before = everything(database)
    again = take(database, content, OPTIONS, name=SEED_PAGE.name)
    assert Tally(Thing.ENTRY, unchanged=10) in again.tallies
    assert everything(database) == before


def test_its_unit_is_made_with_those_above_and_its_name_waits_for_one(database: Engine) -> None:
    take(database, SEED_PAGE.read_bytes(), OPTIONS, name=SEED_PAGE.name)
    with reading(database) as tx:
        path = [unit.code for unit in unit_path(tx, "04160200")]
        found = find_project(tx, "04160200-7001")
    assert path == ["04000000", "04160000", "04160200"]
    assert found is not None
    assert (found[1].name, found[1].fiscal_year) == ("04160200-7001", 2566)
    assert found[1].budget is None
    assert found[1].evaluations == ()


def test_it_is_exported_as_a_page_that_reads_the_same(database: Engine, page: ProjectPage) -> None:
    take(database, SEED_PAGE.read_bytes(), OPTIONS, name=SEED_PAGE.name)
    with reading(database) as tx:
        text = export_page(tx, "04160200-7001")
    assert text is not None
    again = read_project(text)
    assert (again.log, again.strategy, again.indicators) == (
        page.log,
        page.strategy,
        page.indicators,
    )
    assert again.rationale == page.rationale
    assert again.log[-1].content.percent == Decimal(100)
