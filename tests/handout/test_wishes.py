"""What people type behind /export, and what its buttons stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.commands import Command, Name, command_in
from handlers.handout import screens
from handlers.handout.screens import Listed, latest_quarters
from handlers.handout.wishes import (
    Anything,
    Known,
    NotUnderstood,
    OfProject,
    OfQuarter,
    OfYear,
    chosen_wish,
    is_exact,
    paper_choice,
    read_wish,
)
from handlers.messages import STANDING, Outgoing, button_data
from handlers.papers import (
    FileForm,
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from handlers.texts import phrases
from storage.periods import Quarter
from storage.records import Unit

PRESENT = Quarter(2570, 2)
PDF, XLSX = FileForm.PDF, FileForm.XLSX
Q = Quarter


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Anything()),
        ("pdf", Anything(PDF)),
        ("2566Q4 pdf", OfQuarter(Q(2566, 4), None, PDF)),
        ("2566q4 PDF", OfQuarter(Q(2566, 4), None, PDF)),
        ("ไตรมาส 4/2566 excel", OfQuarter(Q(2566, 4), None, XLSX)),
        ("ไตรมาสที่ ๔ ปีงบประมาณ พ.ศ. ๒๕๖๖ เป็นไฟล์เอ็กเซล", OfQuarter(Q(2566, 4), None, XLSX)),
        ("ไตรมาส๔/๒๕๖๖พีดีเอฟ", OfQuarter(Q(2566, 4), None, PDF)),
        ("Q4 of 2023 as pdf", OfQuarter(Q(2566, 4), None, PDF)),
        ("q1", OfQuarter(Q(2570, 1))),
        ("ไตรมาส 4", OfQuarter(Q(2569, 4))),  # that of this year has not begun
        ("2566", OfYear(2566)),
        ("ปี 2566 ตาราง", OfYear(2566, None, XLSX)),
        ("2566Q4 50240000 csv", OfQuarter(Q(2566, 4), "50240000", FileForm.CSV)),
        ("50240000", OfQuarter(PRESENT, "50240000")),
        ("50240000-3561", OfProject("50240000-3561")),
        ("โครงการ ๕๐๒๔๐๐๐๐-๓๕๖๑ pdf", OfProject("50240000-3561", PDF)),
        ("50240000-3561 page", OfProject("50240000-3561", FileForm.PAGE)),
        ("ไตรมาส 5/2566", NotUnderstood("ไตรมาส 5/2566")),
        ("ปลูกป่า pdf", NotUnderstood("ปลูกป่า pdf")),
        ("9999 docx", NotUnderstood("9999 docx")),
    ],
)
def test_words_are_read_so(words: str, wish: Known) -> None:
    assert read_wish(words, PRESENT) == wish


@given(st.text())
def test_any_words_whatever_are_read(words: str) -> None:
    assert read_wish(words, PRESENT) is not None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/export 2566Q4 pdf", Command(Name.EXPORT, "2566Q4 pdf")),
        ("/export@khuepna_bot", Command(Name.EXPORT)),
        ("ส่งออก", Command(Name.EXPORT)),
        ("ส่งออกครับ", Command(Name.EXPORT)),
        ("ส่งออก ไตรมาส ๔/๒๕๖๖ excel", Command(Name.EXPORT, "ไตรมาส 4/2566 excel")),
        ("export 2566q4 pdf", Command(Name.EXPORT, "2566q4 pdf")),
        ("ส่งออกข้าวแล้ว 5 ตัน", None),
        ("ส่งออก ข้าวแล้ว 5 ตัน", None),
        ("ส่งออก 5 ตัน", None),
    ],
)
def test_a_sentence_that_begins_so_is_no_command(text: str, command: Command | None) -> None:
    assert command_in(text) == command


def test_nothing_is_not_exact() -> None:
    assert not is_exact("")
    assert not is_exact("ครับ")


PAPERS: list[Paper] = [
    ProjectCurve("50240000-3561"),
    UnitOverview("50240000", 2566),
    *(QuarterFile(Q(2566, 4), "50240000", form) for form in screens.OF_A_QUARTER),
    *(YearFile(2566, "50240000", form) for form in screens.OF_A_QUARTER),
    *(ProjectFile("50240000-3561", form) for form in screens.OF_A_PROJECT),
]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_button_brings_the_paper_that_it_names(paper: Paper) -> None:
    choice = paper_choice(paper)
    assert chosen_wish(choice) == paper
    assert button_data(STANDING, choice)


SAY = phrases("handout", "th")
UNITS = [Unit(f"5024{number:04d}", f"กองที่ {number}") for number in range(12)]
PROJECTS = [Listed(f"50240000-{number:04d}", f"โครงการที่ {number}") for number in range(12)]
SCREENS = [
    screens.ask_what(latest_quarters(PRESENT, [2566, 2570]), PROJECTS, SAY, PRESENT),
    screens.ask_what([], PROJECTS, SAY, PRESENT, form=PDF),
    screens.ask_project(PRESENT, PROJECTS, SAY, form=None),
    screens.ask_unit(PRESENT, UNITS, SAY, form=None),
    screens.ask_unit(PRESENT, UNITS, SAY, form=XLSX),
    screens.ask_unit(PRESENT, UNITS, SAY, form=FileForm.PAGE),
    screens.ask_what(latest_quarters(PRESENT, [2566, 2570]), PROJECTS, SAY, PRESENT, form=PDF),
    screens.ask_what([PRESENT], [], SAY, PRESENT, unit_code="50240000", form=FileForm.JSON),
    screens.ask_what([PRESENT], PROJECTS, SAY, PRESENT, year=2570, unit_code="50240000", form=XLSX),
    screens.ask_unit_of_year(2566, UNITS, SAY, form=FileForm.PASTE),
    screens.ask_form_of_year(2566, UNITS[0], SAY),
    screens.ask_form_of_quarter(PRESENT, UNITS[0], SAY),
    screens.ask_form_of_project("50240000-3561", "ปลูกป่า", SAY),
    screens.offer_quarter("ยังไม่เริ่ม", PRESENT, SAY),
]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_button_of_a_screen_is_understood_and_fits(screen: Outgoing) -> None:
    assert screen.ask == STANDING
    assert screen.choices
    for choice in screen.choices:
        assert chosen_wish(choice.id) is not None
        assert button_data(STANDING, choice.id)


def test_whoever_has_more_than_the_buttons_show_is_told_to_type() -> None:
    assert len(SCREENS[2].choices) == screens.SHOWN
    assert SAY("ask.more") in SCREENS[2].text


def test_the_newest_quarters_of_years_with_projects_are_offered() -> None:
    found = [str(one) for one in latest_quarters(PRESENT, [2566, 2570, 2571])]
    assert found == ["2570Q2", "2570Q1", "2566Q4", "2566Q3"]


@pytest.mark.parametrize(
    "choice",
    [
        "paper.",
        "paper.file/2566Q5/50240000.pdf",
        "paper.../x",
        "export",
        "export.",
        "export.x.y",
        "export.2566Q4.docx",
        "export.2566.docx",
        "export.1066",
    ],
)
def test_a_button_of_no_known_kind_asks_for_nothing(choice: str) -> None:
    assert chosen_wish(choice) is None
