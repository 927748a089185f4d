from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from sqlalchemy import Engine

from handlers.imports.template import write_template
from storage.db import reading
from storage.people import people_named
from storage.projects import find_project
from storage.reporters import projects_reported_by
from tests.imports.desk import take

Row = list[str | int]

ROWS: dict[str, tuple[Row, Row, Row]] = {
    "th": (
        ["04160200", "กองงานสวน"],
        ["มาลี ใจงาม", "04160200", "เจ้าหน้าที่"],
        ["04160200-0001", "โครงการสวนในบ้าน", 2570, "กองงานสวน", "มาลี ใจงาม", "แล้วเสร็จ"],
    ),
    "en": (
        ["04160200", "Parks"],
        ["Mali Jaingam", "04160200", "officer"],
        ["04160200-0001", "Gardens at home", 2570, "Parks", "Mali Jaingam", "done"],
    ),
}


@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_filled_in_template_is_imported(sqlite: Engine, tmp_path: Path, locale: str) -> None:
    path = tmp_path / "office.xlsx"
    write_template(path, locale=locale)
    book = openpyxl.load_workbook(path)
    for sheet, row in zip(book.worksheets, ROWS[locale], strict=True):
        sheet.append(row)
    book.save(path)
    outcome = take(sqlite, path.read_bytes(), name=path.name)
    assert outcome.refused == ()
    assert outcome.repaired == ()
    with reading(sqlite) as tx:
        found = find_project(tx, "04160200-0001")
        (person,) = people_named(tx, str(ROWS[locale][1][0]))
        assert [
            one.code for one in projects_reported_by(tx, person.id, today=date(2026, 11, 25))
        ] == ["04160200-0001"]
    assert found is not None
    assert found[1].responsible == ROWS[locale][2][3]


def test_an_empty_template_is_imported_as_nothing(sqlite: Engine, tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx", locale="th")
    outcome = take(sqlite, (tmp_path / "empty.xlsx").read_bytes(), name="empty.xlsx")
    assert (outcome.refused, outcome.tallies) == ((), ())


@pytest.mark.parametrize("locale", ["th", "en"])
def test_every_column_has_a_hint_a_width_and_a_heading_that_stays(
    tmp_path: Path, locale: str
) -> None:
    write_template(tmp_path / "empty.xlsx", locale=locale)
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert len(book.worksheets) == 3
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        for column, cell in enumerate(sheet[1], start=1):
            assert cell.comment is not None
            assert sheet.column_dimensions[get_column_letter(column)].width > 15


def test_codes_are_text_so_that_they_keep_their_zero(tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx", locale="th")
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    assert [sheet.column_dimensions["A"].number_format for sheet in book.worksheets] == [
        "@",
        "General",
        "@",
    ]
