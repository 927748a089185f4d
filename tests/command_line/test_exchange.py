"""Files in and out: `import` and `export`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.shell import Shell, succeeded

CODE = "50970000-6102"
NO_PAGE = "นี่ไม่ใช่หน้าโครงการ"


@pytest.fixture
def page(sampled: Shell) -> Path:
    path = sampled.folder / "page.txt"
    sampled.done("export", CODE, "--format", "page", "-o", path)
    return path


@pytest.fixture
def other(sampled: Shell) -> Shell:
    """Another database, without anything in it."""
    return replace(sampled, database_url=f"sqlite:///{sampled.folder / 'other.db'}")


def exported(shell: Shell, *what: str) -> list[dict[str, Any]]:
    """The projects of an export in JSON."""
    found: dict[str, Any] = json.loads(shell.done("export", *what, "--format", "json").out)
    assert list(found)[:3] == ["generated_at", "scope", "projects"]
    projects: list[dict[str, Any]] = found["projects"]
    return projects


def test_an_exported_page_is_imported_as_the_same_project(other: Shell, page: Path) -> None:
    done = succeeded(other.spawn("import", page))
    assert CODE in done.out
    assert done.err == ""
    again = other.done("import", page)
    assert "ใหม่ 12" in done.out
    assert "เหมือนเดิม 12" in again.out
    assert succeeded(other.spawn("export", CODE, "--format", "page")).out == page.read_text(
        encoding="utf-8"
    )


def test_a_refused_file_is_told_on_standard_error_and_the_others_are_imported(
    other: Shell, page: Path
) -> None:
    nonsense = other.folder / "nonsense.txt"
    nonsense.write_text(NO_PAGE, encoding="utf-8")
    missing = other.folder / "missing.txt"
    finished = other.run("import", nonsense, missing, page)
    assert finished.status == 1
    assert "nonsense.txt" in finished.err
    assert "missing.txt" in finished.err
    assert finished.sentences[-1] == "2 of 3 files refused: see above what to do."
    assert "page.txt" in finished.out
    assert len(exported(other, CODE)) == 1


def test_the_options_give_what_a_page_lacks(other: Shell, page: Path) -> None:
    text = page.read_text(encoding="utf-8").splitlines()
    stripped = other.folder / "stripped.txt"
    stripped.write_text("\n".join(text[4:]), encoding="utf-8")
    assert "--code" in other.refused("import", stripped)
    options = ("--code", "29000000-7777", "--name", "โครงการอื่น", "--year", "2566")
    other.done("import", stripped, *options)
    (project,) = exported(other, "29000000-7777")
    assert (project["name"], project["fiscal_year"]) == ("โครงการอื่น", 2566)


def test_the_template_is_written_and_imported_empty_and_never_written_over(
    laptop: Shell,
) -> None:
    template = laptop.folder / "empty.xlsx"
    laptop.done("import", "--template", template)
    content = template.read_bytes()
    assert "must be the name of a new file" in laptop.refused("import", "--template", template)
    assert "must be the name of a new file" in laptop.refused("import", "--template", "empty.csv")
    assert "cannot be written" in laptop.refused("import", "--template", "nowhere/empty.xlsx")
    assert template.read_bytes() == content


def test_a_template_needs_no_database(laptop: Shell) -> None:
    gone = replace(laptop, database_url="postgresql://mali@127.0.0.1:1/khuepna")
    gone.done("import", "--template", gone.folder / "empty.xlsx")
    assert (gone.folder / "empty.xlsx").stat().st_size > 0


def test_a_year_a_quarter_and_a_unit_are_exported_as_json(sampled: Shell) -> None:
    (project,) = exported(sampled, CODE)
    assert project["code"] == CODE
    year = project["fiscal_year"]
    assert len(exported(sampled, f"{year}")) == 5
    assert len(exported(sampled, f"{year}Q1", "--unit", "50970000")) == 3


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (["50970000-9999", "--format", "page"], "There is no 50970000-9999"),
        (["2570", "--unit", "99999999", "--format", "json"], "There is no 2570 99999999"),
        (["2570", "--format", "page"], "is for one project"),
        (["soon", "--format", "json"], "soon is neither a project"),
        ([CODE, "--format", "page", "-o", "nowhere/page.txt"], "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence(
    sampled: Shell, what: list[str], said: str
) -> None:
    assert said in sampled.refused("export", *what)
