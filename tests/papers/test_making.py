from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.papers import reports
from bot.papers.making import IN_MEMORY, Made, make
from bot.papers.reports import TooMany
from handlers.papers import (
    FileForm,
    Paper,
    PictureForm,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    paper_at,
)
from tests.summaries.office import GOLDEN, QUARTER, settle

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
CODE, UNIT = "50970000-0001", "50970000"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PAPERS: tuple[tuple[str, str, str, bytes], ...] = (
    ("project/50970000-0001/curve.png", "50970000-0001-curve.png", "image/png", b"\x89PNG"),
    ("project/50970000-0001/curve.svg", "50970000-0001-curve.svg", "image/svg+xml", b"<svg"),
    ("overview/50970000/2566.png", "50970000-2566.png", "image/png", b"\x89PNG"),
    ("file/2566Q4/50970000.pdf", "2566Q4-50970000.pdf", "application/pdf", b"%PDF"),
    ("file/2566Q4/all.thai.pdf", "2566Q4.pdf", "application/pdf", b"%PDF"),
    ("file/2566Q4/50970000.xlsx", "2566Q4-50970000.xlsx", XLSX_TYPE, b"PK"),
    ("file/2566Q4/50970000.csv", "2566Q4-50970000.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    ("file/2566Q4/all.json", "2566Q4.json", "application/json", b"{"),
    (
        "file/2566Q4/50970000.paste",
        "2566Q4-50970000-paste.txt",
        "text/plain; charset=utf-8",
        "โครงการสวนริมคลอง : ".encode(),
    ),
    ("file/50970000-0001.pdf", "50970000-0001.pdf", "application/pdf", b"%PDF"),
    (
        "file/50970000-0001.page",
        "50970000-0001-page.txt",
        "text/plain; charset=utf-8",
        "ความคืบหน้าโครงการ/กิจกรรม".encode(),
    ),
)


@pytest.fixture(name="office")
def fill(database: Engine) -> Engine:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    return database


def made(office: Engine, paper: Paper) -> Made:
    result = make(office, paper, locale="th", now=NOW)
    assert isinstance(result, Made)
    return result


@pytest.mark.parametrize(("path", "name", "media_type", "begins"), PAPERS)
def test_a_paper_is_made_with_its_name_and_its_kind(
    office: Engine, path: str, name: str, media_type: str, begins: bytes
) -> None:
    paper = paper_at(path)
    assert paper is not None
    result = made(office, paper)
    assert (result.name, result.media_type) == (name, media_type)
    with result as content:
        whole = content.read()
    assert whole.startswith(begins)
    assert result.size == len(whole)
    assert content.closed


@pytest.mark.parametrize(
    "paper",
    [
        ProjectCurve("99990000-0001"),
        UnitOverview("99990000", 2566),
        UnitOverview(UNIT, 2599, PictureForm.SVG),
        *(ProjectFile("99990000-0001", form) for form in FileForm),
        *(QuarterFile(QUARTER, "99990000", form) for form in FileForm),
    ],
)
def test_what_is_not_there_is_not_made(office: Engine, paper: Paper) -> None:
    assert make(office, paper, locale="th", now=NOW) is None


def test_more_projects_than_a_pdf_holds_are_told_and_a_workbook_holds_them(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST", 11)
    pdf = make(office, QuarterFile(QUARTER, None, FileForm.PDF), locale="th", now=NOW)
    assert pdf == TooMany(12, 11)
    with made(office, QuarterFile(QUARTER, None, FileForm.XLSX)) as content:
        assert content.read(2) == b"PK"


def test_a_large_file_is_on_disk_while_it_is_made(office: Engine) -> None:
    """What is larger than IN_MEMORY rolls over to a file without a name."""
    result = made(office, QuarterFile(QUARTER, None, FileForm.JSON))
    with result as content:
        assert not getattr(content, "_rolled", True)
        content.seek(0, 2)
        content.write(b" " * IN_MEMORY)
        assert getattr(content, "_rolled", False)
        content.seek(0)
        assert len(json.load(content)["projects"]) == 12


def test_texts_are_in_the_language_asked_for(office: Engine, tmp_path: Path) -> None:
    paper = QuarterFile(QUARTER, UNIT, FileForm.CSV)
    for locale, heading in (("th", "รหัสโครงการ"), ("en", "Project code")):
        result = make(office, paper, locale=locale, now=NOW)
        assert isinstance(result, Made)
        with result as content:
            assert heading in content.read().decode("utf-8-sig").splitlines()[0]
