from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from storage.db import transaction
from storage.people import find_or_add_person
from storage.periods import Quarter
from storage.projects import find_project, save_project
from storage.records import (
    Evaluation,
    Indicator,
    PrintedScore,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Unit,
    UnitIndicator,
)
from storage.reporters import (
    ListedProject,
    add_reporter,
    projects_reported_by,
    reporters_of,
)
from storage.tables import indicator, indicator_quarter, project_strategy, strategy_line
from storage.unit_indicators import (
    find_unit_indicator,
    indicators_of_units,
    save_unit_indicator,
)
from storage.units import save_unit
from tests.joining.office import NOW

QUARTERS = (
    QuarterResult(1, Decimal("1407.52"), Decimal(95), (Decimal(100), Decimal(50)), "ก\nข"),
    QuarterResult(4),
)
INDICATOR = Indicator(
    "จำนวนคลอง",
    code="5099-0001",
    measure="คลอง",
    target="3",
    actual="2",
    kind="งานประจำ",
    level="ผลผลิต",
    definition="นิยาม",
    summary="สรุป",
    quarters=QUARTERS,
    printed=PrintedScore(4, Decimal("77.25")),
)
FULL = ProjectFacts(
    "50990000-0001",
    "โครงการคลองใส",
    "50990000",
    2566,
    division_code="50990900",
    responsible="ฝ่ายโยธา โทร. 1861",
    rationale="เหตุผล",
    objectives="วัตถุประสงค์",
    targets="เป้าหมาย",
    strategy=("ด้านที่ ๑", "มิติที่ ๑.๒", "ด้านที่ ๑"),
    status=ProjectStatus.SUSPENDED,
    budget=Decimal("4161500.50"),
    budget_used=Decimal("0.01"),
    indicators=(INDICATOR, Indicator("อีกตัว"), INDICATOR),
    evaluations=(
        Evaluation(Quarter(2566, 1), Decimal("99.5"), "ครบ"),
        Evaluation(Quarter(2566, 2), None),
    ),
)
BARE = ProjectFacts("50990000-0002", "โครงการลานกีฬา", "50990000", 2566)


@pytest.fixture(name="office")
def open_units(database: Engine) -> Engine:
    with transaction(database) as tx:
        save_unit(tx, Unit("50990000", "สำนักงานเขตทุ่งทอง"))
        save_unit(tx, Unit("77000000", "กองงานสวน"))
    return database


@pytest.mark.parametrize("facts", [FULL, BARE])
def test_every_field_of_a_project_is_kept(office: Engine, facts: ProjectFacts) -> None:
    with transaction(office) as tx:
        saved = save_project(tx, facts)
        assert saved.changed
        assert find_project(tx, facts.code) == (saved.id, facts)
        assert find_project(tx, "50990000-9999") is None


def test_saving_the_same_again_changes_nothing(office: Engine) -> None:
    with transaction(office) as tx:
        first = save_project(tx, FULL)
        shuffled = replace(FULL, evaluations=tuple(reversed(FULL.evaluations)))
        again = save_project(tx, shuffled)
    assert (again.id, again.changed) == (first.id, False)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "ชื่อใหม่"},
        {"strategy": ("มิติที่ ๑.๒",)},
        {"strategy": ()},
        {"indicators": (replace(INDICATOR, quarters=QUARTERS[:1]),)},
        {"indicators": ()},
        {"evaluations": (Evaluation(Quarter(2566, 1), Decimal(80), "แก้"),)},
        {"status": ProjectStatus.DONE, "budget": None},
        {"fiscal_year": 2567},
    ],
)
def test_what_is_saved_replaces_what_was_there(office: Engine, change: dict[str, Any]) -> None:
    with transaction(office) as tx:
        first = save_project(tx, FULL)
        other = save_project(tx, replace(FULL, code="50990000-0003"))
        again = save_project(tx, replace(FULL, **change))
        assert (again.id, again.changed) == (first.id, True)
        assert find_project(tx, FULL.code) == (first.id, replace(FULL, **change))
        assert find_project(tx, "50990000-0003") == (other.id, replace(FULL, code="50990000-0003"))


def test_nothing_is_left_behind_by_what_was_replaced(office: Engine) -> None:
    with transaction(office) as tx:
        save_project(tx, FULL)
        save_project(tx, replace(FULL, indicators=(), strategy=()))
        for table in (indicator, indicator_quarter, project_strategy):
            assert tx.scalar(select(func.count()).select_from(table)) == 0


def test_a_strategy_line_of_a_year_is_kept_once(office: Engine) -> None:
    with transaction(office) as tx:
        save_project(tx, FULL)
        save_project(tx, replace(FULL, code="50990000-0003"))
        save_project(tx, replace(FULL, code="50990000-0004", fiscal_year=2567))
        lines = tx.execute(select(strategy_line.c.fiscal_year, strategy_line.c.line)).all()
    assert sorted(map(tuple, lines)) == [
        (2566, "ด้านที่ ๑"),
        (2566, "มิติที่ ๑.๒"),
        (2567, "ด้านที่ ๑"),
        (2567, "มิติที่ ๑.๒"),
    ]


def test_a_project_has_several_reporters_and_a_reporter_several_projects(office: Engine) -> None:
    with transaction(office) as tx:
        first, second = (save_project(tx, facts).id for facts in (FULL, BARE))
        mali, kong = (
            find_or_add_person(tx, name=name, unit_code="77000000", locale="th", now=NOW)
            for name in ("มาลี", "ก้อง")
        )
        assert add_reporter(tx, project_id=second, person_id=mali.id)
        assert add_reporter(tx, project_id=first, person_id=mali.id)
        assert add_reporter(tx, project_id=first, person_id=kong.id)
        assert not add_reporter(tx, project_id=first, person_id=kong.id)
        assert reporters_of(tx, first) == (mali.id, kong.id)
        assert [one.id for one in projects_reported_by(tx, mali.id, today=date(2026, 11, 25))] == [
            first,
            second,
        ]
        assert projects_reported_by(tx, kong.id, today=date(2026, 11, 25)) == (
            ListedProject(
                id=first,
                code=FULL.code,
                name=FULL.name,
                unit_code="50990000",
                unit="สำนักงานเขตทุ่งทอง",
                fiscal_year=2566,
                status=ProjectStatus.SUSPENDED,
                newest=None,
            ),
        )


# --- indicators of units ------------------------------------------------------------------------


def test_an_indicator_of_a_unit_is_kept_by_code_and_year(office: Engine) -> None:
    owner = {"unit_code": "50990000"}
    second = replace(INDICATOR, code="5099-0002")
    with transaction(office) as tx:
        assert save_unit_indicator(tx, INDICATOR, **owner, fiscal_year=2566)
        assert save_unit_indicator(tx, second, **owner, fiscal_year=2566)
        assert not save_unit_indicator(tx, INDICATOR, **owner, fiscal_year=2566)
        changed = replace(INDICATOR, actual="3", quarters=())
        assert save_unit_indicator(tx, changed, **owner, fiscal_year=2566)
        assert save_unit_indicator(tx, INDICATOR, **owner, fiscal_year=2567)
        assert find_unit_indicator(tx, "5099-0001", **owner, fiscal_year=2566) == changed
        assert find_unit_indicator(tx, "5099-0002", **owner, fiscal_year=2566) == second
        assert find_unit_indicator(tx, "5099-0001", **owner, fiscal_year=2567) == INDICATOR
        assert find_unit_indicator(tx, "5099-0001", **owner, fiscal_year=2568) is None
        positions = tx.scalars(select(indicator.c.position).order_by(indicator.c.fiscal_year))
        assert sorted(positions) == [1, 1, 2]


def test_indicators_of_units_are_given_by_unit_in_the_order_in_which_they_came(
    office: Engine,
) -> None:
    second = replace(INDICATOR, code="5099-0000")
    park = replace(INDICATOR, code="7700-0001", quarters=(), printed=None)
    with transaction(office) as tx:
        save_unit_indicator(tx, park, unit_code="77000000", fiscal_year=2566)
        for one in (INDICATOR, second):
            save_unit_indicator(tx, one, unit_code="50990000", fiscal_year=2566)
        save_unit_indicator(tx, INDICATOR, unit_code="50990000", fiscal_year=2567)
        district = tuple(
            UnitIndicator("50990000", "สำนักงานเขตทุ่งทอง", 2566, one) for one in (INDICATOR, second)
        )
        everywhere = indicators_of_units(tx, None, 2566)
        assert everywhere[:2] == indicators_of_units(tx, {"50990000"}, 2566) == district
        assert [one.indicator for one in everywhere[2:]] == [park]
        assert indicators_of_units(tx, {"50990000"}, 2568) == ()


def test_an_indicator_of_a_unit_needs_its_code(office: Engine) -> None:
    nameless = replace(INDICATOR, code=None)
    with transaction(office) as tx, pytest.raises(ValueError, match="code"):
        save_unit_indicator(tx, nameless, unit_code="50990000", fiscal_year=2566)
