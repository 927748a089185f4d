"""Every row of a city's page of a project or indicator is on ours, in the exports and the JSON.

The rows are those of the city's pages, in their order. Where a row is no data of a project, or
the JSON has no key for it, its line says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.papers.wording import Wording
from handlers.exports.register import export_json, export_page, find_span
from handlers.exports.scope import OneProject, Scope
from storage.db import open_database, reading, transaction
from storage.page_log import add_imported
from storage.periods import Quarter
from storage.projects import save_project
from storage.records import (
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    ProjectFacts,
    QuarterResult,
    Unit,
)
from storage.schema import migrate
from storage.units import save_unit
from tests.summaries.browsed import look_at
from tests.summaries.printed import pages_of, printed

CODE = "50990000-0001"
NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
FACTS = ProjectFacts(
    CODE,
    "โครงการคลองใส",
    "50990000",
    2566,
    division_code="50990900",
    responsible="ฝ่ายโยธา (3027)",
    rationale="คลองตื้นเขิน",
    objectives="ให้น้ำไหล",
    targets="คลอง 3 สาย",
    strategy=("ด้านที่ ๗ – บริหารจัดการ", "มิติที่ ๗.๒ - แผนงาน"),
    indicators=(
        Indicator(
            "ระดับความสะอาด",
            code="5099-0817",
            measure="คะแนน",
            target="85",
            actual="82.50",
            kind="ตัวชี้วัดเชิงยุทธศาสตร์",
            level="ตัวชี้วัดระดับผลผลิต (output)",
            summary="น้ำใสขึ้นมาก",
            definition="คะแนนจากการตรวจน้ำ",
            quarters=(
                QuarterResult(
                    1, Decimal("57.50"), Decimal(95), (Decimal(90), Decimal(50)), "วัดครั้งแรก"
                ),
                QuarterResult(4, Decimal("82.50"), Decimal(100), None, "วัดครั้งท้าย"),
            ),
        ),
    ),
    evaluations=(Evaluation(Quarter(2566, 3), Decimal(77), "ส่งครบ"),),
)
ENTRY = ImportedReport(
    Content(Decimal("45.50"), "ขุดลอกคลอง", "ฝนตกหนัก", "รอใบอนุญาต"),
    date(2023, 8, 29),
    date(2023, 8, 28),
)


@dataclass(frozen=True)
class Row:
    """`at` finds the row in the JSON of the project, and is None where there is no key for it.

    `said` is on the page behind a link, in the page that is exported and in the PDF; `page_only`
    in the page that is exported alone.
    """

    name: str
    at: Callable[[dict[str, Any]], object] | None
    value: object = None
    said: tuple[str, ...] = ()
    page_only: tuple[str, ...] = ()


def entry(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda project: project["entries"][0][key]


def indicator(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda project: project["indicators"][0][key]


def quarter(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda project: project["indicators"][0]["quarters"][0][key]


# 1.2, in the order of the page.
PROJECT = (
    # No data: the same words on every page.
    Row("title bar", None, page_only=("ความคืบหน้าโครงการ/กิจกรรม",)),
    Row(
        "name : code",
        lambda one: (one["name"], one["code"]),
        (FACTS.name, CODE),
        (FACTS.name, CODE),
    ),
    Row(
        "unit : (year)",
        lambda one: (one["unit"], one["unit_code"], one["fiscal_year"]),
        ("สำนักงานเขตทุ่งทอง", "50990000", 2566),
        ("สำนักงานเขตทุ่งทอง", "2566"),
    ),
    Row("gauge number", lambda one: one["percent"], 45.5, ("45.5",)),
    Row("progress", lambda one: one["percent"], 45.5, page_only=("ความคืบหน้าโครงการ ร้อยละ 45.5",)),
    Row("responsible", lambda one: one["responsible"], "ฝ่ายโยธา (3027)", ("ฝ่ายโยธา (3027)",)),
    # No data: the same words on every page.
    Row("link text", None, page_only=("ดูโครงการแผนปีฯ : พิมพ์ข้อมูล",)),
    Row(
        "evaluation",
        lambda one: one["evaluations"],
        [{"quarter": "2566Q3", "score": 77, "note": "ส่งครบ"}],
        ("77",),
    ),
    Row("rationale", lambda one: one["rationale"], "คลองตื้นเขิน", ("หลักการและเหตุผล", "คลองตื้นเขิน")),
    # The contract's JSON has no key for it.
    Row("division code", None, said=("50990900",)),
    Row("objectives", lambda one: one["objectives"], "ให้น้ำไหล", ("วัตถุประสงค์ของโครงการ", "ให้น้ำไหล")),
    Row("targets", lambda one: one["targets"], "คลอง 3 สาย", ("เป้าหมายของโครงการ", "คลอง 3 สาย")),
    Row("strategy", lambda one: one["strategy"], [*FACTS.strategy], FACTS.strategy),
    Row("log: percent", entry("percent"), 45.5, ("45.5",)),
    Row("log: day of the report", entry("reported_on"), "2023-08-29", page_only=("(2023-08-29)",)),
    Row("log: month", entry("period"), "2023-08", page_only=("(2023-08-29)",)),
    Row("log: day in the text", entry("text_date"), "2023-08-28", ("28/08/2566",)),
    Row("log: body", entry("narrative"), "ขุดลอกคลอง", ("ขุดลอกคลอง",)),
    Row("problem", entry("problems"), "ฝนตกหนัก", ("ปัญหา", "ฝนตกหนัก")),
    Row("obstacle", entry("obstacles"), "รอใบอนุญาต", ("อุปสรรค", "รอใบอนุญาต")),
    # No data: the same sign below every entry.
    Row("separator", None, page_only=("------------------&&&--------------------",)),
    Row("linked KPI", indicator("name"), "ระดับความสะอาด", ("ตัวชี้วัด", "ระดับความสะอาด")),
    Row(
        "quarter evaluation",
        lambda one: one["evaluations"][0]["note"],
        "ส่งครบ",
        ("ผลการประเมินโครงการ (รายไตรมาส)", "3/2566", "ส่งครบ"),
    ),
)

# 1.5
INDICATOR = (
    Row("name", indicator("name"), "ระดับความสะอาด", ("ระดับความสะอาด",)),
    Row("code", indicator("code"), "5099-0817", ("5099-0817",)),
    Row("target", indicator("target"), 85, ("ค่าเป้าหมาย คะแนน", "85")),
    Row("actual", indicator("actual"), 82.5, ("82.5",)),
    Row("measure", indicator("measure"), "คะแนน", ("คะแนน",)),
    Row("kind", indicator("kind"), "ตัวชี้วัดเชิงยุทธศาสตร์", ("ประเภทตัวชี้วัด", "ตัวชี้วัดเชิงยุทธศาสตร์")),
    Row("level", indicator("level"), "ตัวชี้วัดระดับผลผลิต (output)", ("ตัวชี้วัดระดับผลผลิต (output)",)),
    Row("table: quarter", quarter("number"), 1, ("1",)),
    Row("table: result", quarter("result"), 57.5, ("57.5",)),
    Row("table: score", quarter("score"), 95, ("95",)),
    Row("table: 2.1 / 2.2", quarter("assessed"), [90, 50], ("90 / 50",)),
    Row(
        "report of a quarter", quarter("narrative"), "วัดครั้งแรก", ("รายงานผลฯ ไตรมาสที่ 1", "วัดครั้งแรก")
    ),
    # The contract's JSON has no keys for these two.
    Row("summary", None, said=("สรุปผลการดำเนินงาน", "น้ำใสขึ้นมาก")),
    Row("definition", None, said=("นิยาม", "คะแนนจากการตรวจน้ำ")),
)
ROWS = {
    f"{kind}: {row.name}": row
    for kind, rows in (("project", PROJECT), ("indicator", INDICATOR))
    for row in rows
}


@dataclass(frozen=True)
class Exports:
    project: dict[str, Any]
    page: str
    print: str
    web: str


@pytest.fixture(name="exports", scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('rows') / 'rows.db'}")
    try:
        migrate(engine)
        return _exports(engine)
    finally:
        engine.dispose()


def _exports(engine: Engine) -> Exports:
    with transaction(engine) as tx:
        save_unit(tx, Unit("50990000", "สำนักงานเขตทุ่งทอง"))
        add_imported(tx, save_project(tx, FACTS).id, [ENTRY])
    scope = Scope(OneProject(CODE))
    with reading(engine) as tx:
        span = find_span(tx, scope)
        assert span is not None
        whole = json.loads("".join(export_json(tx, scope, span, now=NOW)))
        page = export_page(tx, CODE)
    assert page is not None
    pdf = printed(engine, scope, Wording("th"), today=date(2023, 10, 20))
    web = _packed(look_at(engine, FACTS.unit_code, f"project/{CODE}").text_content())
    return Exports(whole["projects"][0], page, _packed("".join(pages_of(pdf))), web)


def _packed(text: str) -> str:
    """Without spaces: where a line ends, one is lost."""
    return "".join(text.split())


@pytest.mark.parametrize("name", ROWS)
def test_the_row_is_on_a_page_in_the_json_and_in_exports(exports: Exports, name: str) -> None:
    row = ROWS[name]
    if row.at is not None:
        assert row.at(exports.project) == row.value
    for text in row.said:
        assert _packed(text) in _packed(exports.page), f"{text} is not on the page"
        assert _packed(text) in exports.print, f"{text} is not in the PDF"
        assert _packed(text) in exports.web, f"{text} is not on the page behind a link"
    for text in row.page_only:
        assert text in exports.page
    assert row.said or row.page_only


def test_no_row_is_forgotten() -> None:
    """As many as the page has, where the log is told by its parts."""
    assert len(PROJECT) == 23
    assert len(INDICATOR) == 14
    unkeyed = [name for name, row in ROWS.items() if row.at is None]
    assert unkeyed == [
        "project: title bar",
        "project: link text",
        "project: division code",
        "project: separator",
        "indicator: summary",
        "indicator: definition",
    ]
