from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from handlers.exports.register import export_json, find_span
from handlers.exports.scope import FiscalYear, OneProject, Scope, parse_what
from handlers.imports.evaluations import AS_PRINTED
from storage.db import reading, transaction
from storage.filing import Filing, file_entry
from storage.inbox import claim_next, receive
from storage.page_log import add_imported
from storage.people import find_or_add_person
from storage.periods import Period, Quarter
from storage.projects import save_project
from storage.records import (
    Arrival,
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    PrintedScore,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Timeliness,
    Unit,
)
from storage.unit_indicators import save_unit_indicator
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, 0, 123456, tzinfo=UTC)
CODE = "50990000-0001"
FACTS = ProjectFacts(
    CODE,
    "โครงการคลองใส",
    "50990000",
    2566,
    division_code="50990900",
    responsible="ฝ่ายโยธา",
    rationale="คลองตื้นเขิน\nน้ำไม่ไหล",
    objectives="ให้น้ำไหล",
    targets="คลอง 3 สาย",
    strategy=("ด้านที่ ๑", "มิติที่ ๑.๒"),
    status=ProjectStatus.DELAYED,
    budget=Decimal(1000),
    indicators=(
        Indicator(
            "จำนวนคลอง",
            measure="คลอง",
            target="1,200.50",
            actual="อยู่ระหว่างสำรวจ",
            kind="ตัวชี้วัดงานประจำ",
            level="ตัวชี้วัดระดับผลผลิต (output)",
            quarters=(
                QuarterResult(1, Decimal("57.50"), Decimal(100), (Decimal(100), Decimal(50)), "ก"),
                QuarterResult(2),
            ),
        ),
    ),
    evaluations=(
        Evaluation(Quarter(2566, 3), Decimal("95.00"), "ครบ"),
        Evaluation(Quarter(2566, 4), None, "รอ"),
    ),
)


def content(percent: str, narrative: str) -> Content:
    return Content(Decimal(percent), narrative, None, "รอใบอนุญาต")


@pytest.fixture(name="office")
def fill(database: Engine) -> Engine:
    """Two units, a project with three imported entries and one filed in chat, and another."""
    with transaction(database) as tx:
        save_unit(tx, Unit("50990000", "สำนักงานเขตทุ่งทอง"))
        save_unit(tx, Unit("50991000", "ฝ่ายพัฒนาชุมชน", "50990000"))
        save_unit(tx, Unit("77000000", "กองงานสวน"))
        project_id = save_project(tx, FACTS).id
        save_project(tx, ProjectFacts("77000000-0001", "สวน", "77000000", 2566))
        save_project(tx, ProjectFacts("50991000-0001", "ลาน", "50991000", 2566))
        save_project(tx, ProjectFacts("50990000-0009", "ปีหน้า", "50990000", 2567))
        days = (date(2023, 1, 25), date(2023, 4, 21), date(2023, 6, 27))
        percents = ("45.50", "60", "80")
        log = [
            ImportedReport(content(percent, "ก"), day, day if day.month == 4 else None)
            for percent, day in zip(percents, days, strict=True)
        ]
        add_imported(tx, project_id, log)
        person = find_or_add_person(tx, name="มาลี", unit_code="50990000", locale="th", now=NOW)
        receive(tx, [Arrival("line", "e1", "lane", NOW, "{}")], now=NOW)
        event = claim_next(tx, now=NOW)
        assert event is not None
        file_entry(
            tx,
            content("90", "ข"),
            project_id=project_id,
            period=Period(2023, 7),
            by=Filing(person.id, "line", event.id, date(2023, 7, 24), Timeliness.LATE, NOW),
        )
    return database


def written(office: Engine, scope: Scope) -> str:
    with reading(office) as tx:
        span = find_span(tx, scope)
        assert span is not None
        return "".join(export_json(tx, scope, span, now=NOW))


def exported(office: Engine, scope: Scope) -> Any:
    return json.loads(written(office, scope))


def test_a_project_has_the_keys_of_the_contract_in_their_order(office: Engine) -> None:
    whole = exported(office, Scope(OneProject(CODE)))
    assert list(whole) == ["generated_at", "scope", "projects"]
    (project,) = whole["projects"]
    assert " ".join(project) == (
        "code name unit_code unit division_code fiscal_year percent status responsible rationale "
        "objectives targets strategy entries indicators evaluations start months "
        "corrections"
    )
    assert " ".join(project["entries"][0]) == (
        "percent period reported_on text_date narrative problems obstacles revision reporter "
        "channel class"
    )
    assert " ".join(project["indicators"][0]) == (
        "code name measure target actual kind level definition quarters summary evaluation"
    )
    assert " ".join(project["evaluations"][0]) == "quarter score note"


def test_numbers_are_numbers_dates_iso_and_text_as_stored(office: Engine) -> None:
    whole = exported(office, Scope(OneProject(CODE)))
    assert (whole["generated_at"], whole["scope"]) == ("2026-11-25T09:00:00+07:00", CODE)
    (project,) = whole["projects"]
    assert project["fiscal_year"] == 2566
    assert project["percent"] == 90
    assert project["status"] == "delayed"
    assert (project["unit"], project["division_code"]) == ("สำนักงานเขตทุ่งทอง", "50990900")
    assert project["rationale"] == "คลองตื้นเขิน\nน้ำไม่ไหล"
    assert project["strategy"] == ["ด้านที่ ๑", "มิติที่ ๑.๒"]
    assert project["entries"][0] == {
        "percent": 45.5,
        "period": "2023-01",
        "reported_on": "2023-01-25",
        "text_date": None,
        "narrative": "ก",
        "problems": None,
        "obstacles": "รอใบอนุญาต",
        "revision": 1,
        "reporter": None,
        "channel": None,
        "class": None,
    }
    assert project["entries"][1]["text_date"] == "2023-04-21"
    assert project["indicators"] == [
        {
            "code": None,
            "name": "จำนวนคลอง",
            "measure": "คลอง",
            "target": 1200.5,
            "actual": "อยู่ระหว่างสำรวจ",
            "kind": "ตัวชี้วัดงานประจำ",
            "level": "ตัวชี้วัดระดับผลผลิต (output)",
            "definition": "",
            "quarters": [
                {
                    "number": 1,
                    "result": 57.5,
                    "score": 100,
                    "assessed": [100, 50],
                    "narrative": "ก",
                },
                {"number": 2, "result": None, "score": None, "assessed": None, "narrative": ""},
            ],
            "summary": "",
            "evaluation": None,
        }
    ]
    assert project["evaluations"] == [
        {"quarter": "2566Q3", "score": 95, "note": "ครบ"},
        {"quarter": "2566Q4", "score": None, "note": "รอ"},
    ]


def test_a_quarter_and_a_year_give_the_indicators_of_their_units(office: Engine) -> None:
    own = Indicator("น้ำใส", code="7700-0001", summary="ดีขึ้น", printed=PrintedScore(4, Decimal(85)))
    with transaction(office) as tx:
        save_unit_indicator(tx, own, unit_code="77000000", fiscal_year=2566)
    for scope in (Scope(Quarter(2566, 2)), Scope(FiscalYear(2566), "77000000")):
        whole = exported(office, scope)
        assert list(whole) == ["generated_at", "scope", "projects", "indicators"]
        (indicator,) = whole["indicators"]
        assert " ".join(indicator) == (
            "unit_code unit fiscal_year code name measure target actual kind level definition "
            "quarters summary evaluation"
        )
        assert (indicator["unit_code"], indicator["unit"]) == ("77000000", "กองงานสวน")
        assert (indicator["fiscal_year"], indicator["summary"]) == (2566, "ดีขึ้น")
        assert indicator["evaluation"] == {"quarter": "2566Q4", "score": 85, "note": AS_PRINTED}
    for scope in (Scope(FiscalYear(2566), "50990000"), Scope(FiscalYear(2567))):
        assert exported(office, scope)["indicators"] == []
    assert "indicators" not in exported(office, Scope(OneProject(CODE)))


def test_whole_numbers_have_no_point(office: Engine) -> None:
    assert '"percent": 90,' in written(office, Scope(OneProject(CODE)))


def test_an_entry_filed_in_chat_tells_who_where_and_whether_in_time(office: Engine) -> None:
    entry = exported(office, Scope(OneProject(CODE)))["projects"][0]["entries"][-1]
    assert (entry["reporter"], entry["channel"], entry["class"]) == ("มาลี", "line", "late")


def test_a_year_gives_its_projects_and_a_unit_those_of_the_units_below(office: Engine) -> None:
    def codes(scope: Scope) -> list[str]:
        return [project["code"] for project in exported(office, scope)["projects"]]

    assert codes(Scope(FiscalYear(2566))) == [CODE, "50991000-0001", "77000000-0001"]
    assert codes(Scope(FiscalYear(2566), "50990000")) == [CODE, "50991000-0001"]
    assert codes(Scope(FiscalYear(2567), "77000000")) == []
    assert codes(Scope(Quarter(2567, 1))) == ["50990000-0009"]
    assert exported(office, Scope(FiscalYear(2566), "50990000"))["scope"] == "2566 50990000"


def test_a_quarter_gives_its_entries_and_the_percent_at_its_end(office: Engine) -> None:
    def project(number: int) -> Any:
        return exported(office, Scope(Quarter(2566, number)))["projects"][0]

    assert project(1)["percent"] is None
    assert [one["percent"] for one in project(3)["entries"]] == [60, 80]
    assert project(3)["percent"] == 80
    assert [one["quarter"] for one in project(3)["evaluations"]] == ["2566Q3"]
    assert [one["period"] for one in project(4)["entries"]] == ["2023-07"]


@pytest.mark.parametrize(
    "scope",
    [
        Scope(OneProject("50990000-0002")),
        Scope(OneProject(CODE), "77000000"),
        Scope(FiscalYear(2566), "99000000"),
    ],
)
def test_what_is_not_there_gives_nothing(office: Engine, scope: Scope) -> None:
    with reading(office) as tx:
        assert find_span(tx, scope) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2566Q4", Quarter(2566, 4)),
        ("2566q4", Quarter(2566, 4)),
        ("2566", FiscalYear(2566)),
        ("04160200-7001", OneProject("04160200-7001")),
        ("2023Q4", None),
        ("2566Q5", None),
        ("", None),
        ("0416-0123", None),
    ],
)
def test_what_to_export_is_a_quarter_a_year_or_a_project(text: str, what: object) -> None:
    assert parse_what(text) == what
