"""`export --format pdf`."""

from __future__ import annotations

import pytest

from bot.commands import export
from tests.command_line.shell import Shell
from tests.command_line.test_summary import present
from tests.summaries.printed import pages_of

CODE, DISTRICT = "50970000-7101", "50970000"


def test_a_quarter_of_a_unit_is_a_pdf(sampled: Shell) -> None:
    file = sampled.folder / "quarter.pdf"
    sampled.done("export", present(), "--unit", DISTRICT, "--format", "pdf", "-o", file)
    pages = pages_of(file.read_bytes())
    assert "จำนวนโครงการ 3" in pages[0]
    assert pages[0].rstrip().endswith(f"หน้า 1 จาก {len(pages)}")


def test_a_project_and_a_year_are_pdfs_too(sampled: Shell) -> None:
    for what in (CODE, present()[:4]):
        file = sampled.folder / f"{what}.pdf"
        sampled.done("export", what, "--format", "pdf", "-o", file)
        assert CODE in "".join(pages_of(file.read_bytes()))


def test_thai_digits_are_an_option(sampled: Shell) -> None:
    file = sampled.folder / "thai.pdf"
    sampled.done("export", present(), "--format", "pdf", "--thai-digits", "-o", file)
    assert "หน้า ๑ จาก" in pages_of(file.read_bytes())[0]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ([CODE, "--format", "pdf"], "A PDF cannot be shown on a screen: name a file with -o."),
        ([CODE, "--format", "csv", "--thai-digits"], "Only a PDF has Thai digits"),
        (["50970000-9999", "--format", "pdf", "-o", "x.pdf"], "There is no 50970000-9999"),
    ],
)
def test_what_is_no_pdf_is_refused_in_a_sentence(
    sampled: Shell, what: list[str], said: str
) -> None:
    assert said in sampled.refused("export", *what)


def test_more_projects_than_a_pdf_holds_are_refused_and_the_file_stays(
    sampled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST", 2)
    file = sampled.folder / "all.pdf"
    file.write_text("what was there")
    said = sampled.refused("export", present(), "--format", "pdf", "-o", file)
    assert said.endswith(
        "projects, and a PDF holds 2: choose a unit with --unit CODE, or --format xlsx."
    )
    assert file.read_text() == "what was there"
