"""Every row of a city's page of a project or indicator is on ours, in the exports and the JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.papers.wording import Wording
from handlers.exports.register import export_json, export_page, find_span
from handlers.exports.scope import FiscalYear, OneProject, Scope, What
from handlers.imports.page_options import PageOptions
from handlers.texts import phrases
from storage.db import open_database, reading
from storage.periods import local_date
from storage.schema import migrate
from tests.exports.domain_rows import (
    FULL,
    INDICATOR,
    OF_FULL,
    OF_INDICATOR,
    OF_STRIPPED,
    OF_STRIPPED_INDICATOR,
    STRIPPED,
    STRIPPED_INDICATOR,
    Row,
)
from tests.imports import desk
from tests.summaries.browsed import look_at
from tests.summaries.exported import exported_sheets, rows_in
from tests.summaries.printed import pages_of, printed

NOW = datetime(2023, 9, 29, 3, tzinfo=UTC)
UNIT = "50990000"
YEAR = Scope(FiscalYear(2566), UNIT)
SAY = phrases("summary", "th")


@dataclass(frozen=True)
class Forms:
    """What was made of one imported page. `page` is the page text again, of projects alone."""

    source: str
    json: dict[str, Any]
    web: str
    pdf: str
    page: str
    sheets: Mapping[str, list[dict[str, Any]]]


@pytest.fixture(name="forms", scope="module")
def take_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Forms]:
    folder = tmp_path_factory.mktemp("rows")
    engine = open_database(f"sqlite:///{folder / 'rows.db'}")
    try:
        migrate(engine)
        for text, options in (
            (FULL, PageOptions()),
            (STRIPPED, desk.STRIPPED),
            (INDICATOR, desk.INDICATOR),
            (STRIPPED_INDICATOR, desk.STRIPPED_INDICATOR),
        ):
            assert desk.take(engine, text, options, name="page.txt").refused == ()
        return _forms(engine, folder)
    finally:
        engine.dispose()


def _forms(engine: Engine, folder: Path) -> dict[str, Forms]:
    sheets = {
        title: rows_in(sheet) for title, sheet in exported_sheets(engine, YEAR, folder).items()
    }
    of_year = _json(engine, YEAR.what)
    unit_page, unit_pdf = _web(engine, ""), _pdf(engine, YEAR)
    forms = {}
    for name, text, code in (
        ("full", FULL, "50990000-3561"),
        ("stripped", STRIPPED, "50990000-3700"),
    ):
        with reading(engine) as tx:
            page = export_page(tx, code)
        assert page is not None
        one = OneProject(code)
        [project] = _json(engine, one)["projects"]
        web, pdf = _web(engine, f"project/{code}"), _pdf(engine, Scope(one))
        forms[name] = Forms(text, project, web, pdf, page, _of(sheets, "code", code))
    for name, text, code in (
        ("indicator", INDICATOR, "5099-0817"),
        ("stripped indicator", STRIPPED_INDICATOR, "5099-0820"),
    ):
        [indicator] = [one for one in of_year["indicators"] if one["code"] == code]
        theirs = _of(sheets, "indicator_code", code)
        forms[name] = Forms(text, indicator, unit_page, unit_pdf, "", theirs)
    return forms


def _json(engine: Engine, what: What) -> dict[str, Any]:
    scope = Scope(what, UNIT)
    with reading(engine) as tx:
        span = find_span(tx, scope)
        assert span is not None
        whole: dict[str, Any] = json.loads("".join(export_json(tx, scope, span, now=NOW)))
    return whole


def _web(engine: Engine, address: str) -> str:
    return _packed(look_at(engine, UNIT, address, now=NOW).text_content())


def _pdf(engine: Engine, scope: Scope) -> str:
    pdf = printed(engine, scope, Wording("th"), today=local_date(NOW))
    return _packed("".join(pages_of(pdf)))


def _of(
    sheets: Mapping[str, list[dict[str, Any]]], key: str, code: str
) -> Mapping[str, list[dict[str, Any]]]:
    heading = SAY(f"column.{key}")
    return {
        title: [row for row in rows if row.get(heading) == code] for title, rows in sheets.items()
    }


def _packed(text: str) -> str:
    """Without spaces: where a line ends, one is lost."""
    return "".join(text.split())


def look_for(row: Row, forms: Forms) -> None:
    """Fail where a row has no place on a page, in an export or in the JSON, or is not there."""
    assert row.printed in forms.source, "the imported page does not have it"
    if row.nothing:
        assert row == Row(row.name, row.printed, nothing=row.nothing)
        return
    assert row.at is not None, "it has no place in the JSON"
    assert row.said or row.web, "it has no place on a page"
    assert row.said or row.pdf or row.page or row.cell, "it has no place in an export"
    assert row.at(forms.json) == row.value
    for text in (*row.said, *row.web):
        assert _packed(text) in forms.web, f"{text} is not on our page"
    for text in (*row.said, *row.pdf):
        assert _packed(text) in forms.pdf, f"{text} is not in the PDF"
    for text in row.page:
        assert text in forms.page, f"{text} is not in the page text"
    if row.cell is not None:
        sheet, column, value = row.cell
        value = Decimal(str(value)) if isinstance(value, int | float) else value
        cells = [each[SAY(f"column.{column}")] for each in forms.sheets[SAY(f"sheet.{sheet}")]]
        assert value in cells, f"{value} is not in the workbook"


ROWS = [
    pytest.param(name, row, id=f"{name}: {row.name}")
    for name, rows in (
        ("full", OF_FULL),
        ("stripped", OF_STRIPPED),
        ("indicator", OF_INDICATOR),
        ("stripped indicator", OF_STRIPPED_INDICATOR),
    )
    for row in rows
]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_the_row_is_on_a_page_in_an_export_and_in_the_json(
    forms: dict[str, Forms], name: str, row: Row
) -> None:
    look_for(row, forms[name])


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (Row("new", "หลักการและเหตุผล"), "JSON"),
        (Row("new", "หลักการและเหตุผล", lambda one: one["code"], "50990000-3561"), "on a page"),
        (
            Row("new", "หลักการและเหตุผล", lambda one: one["code"], "50990000-3561", web=("2566",)),
            "in an export",
        ),
        (Row("new", "ไม่มีบนหน้า", nothing="nothing"), "imported page"),
    ],
)
def test_a_row_without_a_place_fails(forms: dict[str, Forms], row: Row, missing: str) -> None:
    with pytest.raises(AssertionError, match=missing):
        look_for(row, forms["full"])
