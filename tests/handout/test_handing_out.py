"""Who is handed what: rights are asked when a button is pressed, and a minute has its bound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, delete

from handlers.handout.desk import MOST_IN_A_WHILE, Desk
from handlers.handout.handing_out import hand_out
from handlers.handout.wishes import InWords, OfQuarter, OfWholeYear, Wish, chosen_wish
from handlers.messages import Outgoing
from handlers.papers import (
    FileForm,
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from handlers.passes import read_pass
from handlers.texts import phrases
from storage.db import transaction
from storage.passes import ProjectPages, UnitPages
from storage.people import find_or_add_person, grant_role, person_by_id
from storage.periods import Quarter
from storage.projects import save_project
from storage.records import Person, ProjectFacts, Role, Unit
from storage.reporters import add_reporter
from storage.tables import project_reporter, role_grant
from storage.units import save_unit
from tests.turns.office import ISSUER, NOW

ABOVE, UNIT, SISTER = (
    Unit("04000000", "สำนักทดลอง"),
    Unit("04160000", "กองทดลองใช้", "04000000"),
    Unit("04170000", "กองสวน", "04000000"),
)
MINE, THEIRS = "04160000-7001", "04170000-7001"
Q = Quarter(2570, 1)
SAY = phrases("handout", "th")
CURVE, REPORT = ProjectCurve(MINE), ProjectFile(MINE, FileForm.PDF)
QUARTER, OVERVIEW = QuarterFile(Q, UNIT.code, FileForm.XLSX), UnitOverview(UNIT.code, 2570)
YEAR = YearFile(2570, UNIT.code, FileForm.PDF)


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        for unit in (ABOVE, UNIT, SISTER):
            save_unit(connection, unit)
        for code in (MINE, THEIRS):
            save_project(connection, ProjectFacts(code, "ปลูกต้นไม้", code[:8], 2570))
        yield connection


def hire(tx: Connection, name: str, role: Role, unit: Unit) -> Person:
    person = find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=NOW)
    grant_role(tx, person_id=person.id, role=role, unit_code=unit.code)
    if role is Role.OFFICER:
        add_reporter(tx, project_id=1, person_id=person.id)
    found = person_by_id(tx, person.id)
    assert found
    return found


def hand(tx: Connection, person: Person, wish: Wish, *, after: timedelta | None = None) -> Outgoing:
    known = person_by_id(tx, person.id)
    assert known
    return hand_out(Desk(tx, ISSUER, known, NOW + (after or timedelta())), wish)


def is_refused(said: Outgoing) -> bool:
    return said == Outgoing(SAY("refused.not_yours"))


@pytest.mark.parametrize(
    ("role", "unit", "allowed"),
    [
        (Role.OFFICER, UNIT, {CURVE, REPORT}),
        (Role.SUPERVISOR, UNIT, {CURVE, REPORT, QUARTER, OVERVIEW, YEAR}),
        (Role.EVALUATOR, ABOVE, {CURVE, REPORT, QUARTER, OVERVIEW, YEAR}),
        (Role.ADMIN, ABOVE, {CURVE, REPORT, QUARTER, OVERVIEW, YEAR}),
        (Role.SUPERVISOR, SISTER, set()),
    ],
)
def test_each_role_is_handed_what_it_may_see_and_nothing_else(
    tx: Connection, role: Role, unit: Unit, allowed: set[Paper]
) -> None:
    person = hire(tx, "วิภา รักงาน", role, unit)
    for paper in (CURVE, REPORT, QUARTER, OVERVIEW, YEAR):
        said = hand(tx, person, paper)
        assert is_refused(said) == (paper not in allowed), paper
        assert [one.paper for one in said.enclosed] == [paper] * (paper in allowed)


@pytest.mark.parametrize(
    "paper",
    [
        ProjectFile("04160000-9999", FileForm.PDF),
        ProjectFile(THEIRS, FileForm.PDF),
        UnitOverview("99999999", 2570),
        QuarterFile(Q, None, FileForm.PDF),
        QuarterFile(Q, "99999999", FileForm.PDF),
        YearFile(2570, "99999999", FileForm.PDF),
    ],
)
def test_what_is_not_there_and_what_is_not_theirs_are_one_answer(
    tx: Connection, paper: Paper
) -> None:
    assert is_refused(hand(tx, hire(tx, "มาลี ใจดี", Role.OFFICER, UNIT), paper))


@pytest.mark.parametrize(
    ("words", "papers"),
    [
        ("pdf", [QuarterFile(Q, UNIT.code, FileForm.PDF)]),
        *(
            (words, [YEAR, QuarterFile(Q, UNIT.code, FileForm.PDF)])
            for words in ("2570 pdf", "2570 04160000 pdf")
        ),
    ],
)
def test_a_form_that_was_named_is_not_asked_for_again(
    tx: Connection, words: str, papers: list[Paper]
) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    wishes = [chosen_wish(one.id) for one in hand(tx, chief, InWords(words)).choices]
    brought = [hand(tx, chief, wish).enclosed for wish in wishes if wish is not None]
    assert [one.paper for enclosed in brought for one in enclosed] == papers


def test_a_whole_year_is_asked_for_its_unit_and_its_form(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    grant_role(tx, person_id=chief.id, role=Role.SUPERVISOR, unit_code=SISTER.code)
    units = hand(tx, chief, OfWholeYear(2570))
    assert [one.id for one in units.choices] == ["export.2570.04160000", "export.2570.04170000"]
    wish = chosen_wish(units.choices[0].id)
    assert wish == OfWholeYear(2570, UNIT.code)
    forms = hand(tx, chief, wish)
    assert forms.choices[1].id == f"paper.file/2570/{UNIT.code}.pdf"
    nearest = hand(tx, chief, OfWholeYear(2560, form=FileForm.PDF))
    assert [one.id for one in nearest.choices] == ["export.2570Q1.pdf"]
    assert [one.id for one in hand(tx, chief, YearFile(2599, UNIT.code, FileForm.PDF)).choices] == [
        "export.2570Q1.04160000.pdf"
    ]


def test_a_unit_that_was_named_is_asked_for_its_quarter_alone(tx: Connection) -> None:
    above = hire(tx, "สมศรี", Role.SUPERVISOR, ABOVE)
    choices = hand(tx, above, InWords("2570 04170000")).choices
    assert [chosen_wish(one.id) for one in choices] == [
        OfWholeYear(2570, SISTER.code),
        OfQuarter(Q, SISTER.code),
    ]
    assert is_refused(hand(tx, hire(tx, "มาลี ใจดี", Role.OFFICER, UNIT), InWords("2570 04170000")))


def test_a_page_of_a_quarter_leads_to_its_forms(tx: Connection) -> None:
    """No such file is made, so that a button of it would do nothing."""
    above = hire(tx, "สมศรี", Role.SUPERVISOR, UNIT)
    grant_role(tx, person_id=above.id, role=Role.SUPERVISOR, unit_code=SISTER.code)
    wish = chosen_wish(hand(tx, above, InWords("2570Q1 page")).choices[0].id)
    assert wish is not None
    assert hand(tx, above, wish).choices[1].id == "paper.file/2570Q1/04160000.pdf"


def test_a_link_opens_that_unit_or_project_for_that_person(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    for paper, opens in ((QUARTER, UnitPages(UNIT.code)), (CURVE, ProjectPages(MINE))):
        (enclosure,) = hand(tx, chief, paper).enclosed
        token = enclosure.url.removeprefix(f"{ISSUER.base_url}/v/").partition("/")[0]
        found = read_pass(tx, ISSUER.key, token, now=NOW)
        assert found
        assert (found.opens, found.person and found.person.id) == (opens, chief.id)
        assert enclosure.locale == "th"


def test_a_right_that_was_taken_away_is_asked_for_when_the_button_is_pressed(
    tx: Connection,
) -> None:
    officer = hire(tx, "มาลี ใจดี", Role.OFFICER, UNIT)
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    assert hand(tx, officer, REPORT).enclosed
    assert hand(tx, chief, QUARTER).enclosed
    tx.execute(delete(project_reporter))
    tx.execute(delete(role_grant))
    assert is_refused(hand(tx, officer, REPORT))
    assert is_refused(hand(tx, chief, QUARTER))


def test_a_minute_has_its_bound_and_the_next_one_is_a_new_one(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    other = hire(tx, "สมศรี", Role.SUPERVISOR, UNIT)
    for _each in range(MOST_IN_A_WHILE):
        assert hand(tx, chief, QUARTER).enclosed
    refused = hand(tx, chief, QUARTER)
    assert (refused.text, refused.enclosed) == (SAY("refused.enough", most=MOST_IN_A_WHILE), ())
    assert hand(tx, other, QUARTER).enclosed
    # What is no paper yet is still asked, and answered.
    assert hand(tx, chief, OfQuarter(Q)).choices
    assert hand(tx, chief, QUARTER, after=timedelta(seconds=61)).enclosed


def test_whoever_looks_after_several_units_chooses_one(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    grant_role(tx, person_id=chief.id, role=Role.EVALUATOR, unit_code=SISTER.code)
    said = hand(tx, chief, InWords("2570Q1 pdf"))
    assert [one.label for one in said.choices] == [UNIT.name, SISTER.name]
    assert [one.id for one in said.choices] == [
        "export.2570Q1.04160000.pdf",
        "export.2570Q1.04170000.pdf",
    ]


def test_whoever_has_nothing_is_told_whom_to_ask(tx: Connection) -> None:
    person = find_or_add_person(tx, name="ใหม่", unit_code=UNIT.code, locale="th", now=NOW)
    for words in ("", "2570Q1", "2570", "pdf"):
        assert hand(tx, person, InWords(words)).text == SAY("refused.nothing_yours")


@pytest.mark.parametrize(
    "words", ["2570Q3 pdf", "2590Q1 pdf", "2560Q1 pdf", "2560", "2599", "ไตรมาส 5"]
)
def test_a_quarter_that_is_not_to_be_had_is_answered_with_the_nearest(
    tx: Connection, words: str
) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    said = hand(tx, chief, InWords(words))
    form = ".pdf" if words.endswith("pdf") else ""
    assert [one.id for one in said.choices] == [f"export.2570Q1{form}"]
    assert not said.enclosed


def test_a_quarter_that_no_year_has_is_named(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    assert hand(tx, chief, InWords("2570Q7")).text == SAY("refused.no_quarter", text="2570Q7")


def test_words_that_name_nothing_are_answered_with_what_there_is(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    said = hand(tx, chief, InWords("งานใดก็ได้"))
    assert said.text == SAY("refused.not_understood", words="งานใดก็ได้", quarter="2570Q1")
    assert [one.id for one in said.choices] == ["export.2570Q1"]


def test_nor_does_a_button_bring_a_quarter_that_has_not_begun(tx: Connection) -> None:
    chief = hire(tx, "วิภา รักงาน", Role.SUPERVISOR, UNIT)
    said = hand(tx, chief, QuarterFile(Quarter(2570, 3), UNIT.code, FileForm.PDF))
    assert [one.id for one in said.choices] == ["export.2570Q1.04160000.pdf"]
