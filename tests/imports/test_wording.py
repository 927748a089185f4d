from __future__ import annotations

import pytest

from handlers.imports.outcome import (
    CellFault,
    Field,
    Outcome,
    Place,
    Reason,
    Refused,
    Remark,
    Remarked,
    Repaired,
    Tally,
    Thing,
)
from handlers.imports.wording import tell_outcome
from handlers.thai.page_words import STATUS_NAMES
from handlers.thai.table_words import HEADINGS, ROLES
from handlers.thai.text import Fault

EVERYTHING = Outcome(
    "page.txt",
    repaired=tuple(
        Repaired(Place(3, "ชื่อ", "แผ่น"), field, kind, "ก", "ข")
        for field in Field
        for kind in (*Fault, *CellFault)
    ),
    remarks=tuple(Remarked(remark, Place(7), "75") for remark in Remark),
    refused=tuple(Refused(reason, Place(12), "คำนี้") for reason in Reason),
    tallies=tuple(Tally(thing, 1, 2, 3) for thing in Thing),
)


@pytest.mark.parametrize("locale", ["th", "en"])
def test_everything_that_can_come_of_a_file_has_words(locale: str) -> None:
    lines = tell_outcome(EVERYTHING, locale)
    assert len(lines) == 1 + sum(
        len(part)
        for part in (
            EVERYTHING.repaired,
            EVERYTHING.remarks,
            EVERYTHING.refused,
            EVERYTHING.tallies,
        )
    )
    assert len(set(lines)) == len(lines)
    assert not any("{" in line for line in lines)


def test_a_refusal_says_first_that_nothing_was_changed() -> None:
    refused = Refused(Reason.BAD_DATE, Place(12), "(2023-02-30)")
    assert tell_outcome(Outcome("a.txt", refused=(refused,)), "en") == (
        "a.txt: not imported, and nothing was changed",
        "line 12: There is no valid date in “(2023-02-30)”. Write it as (2023-09-29).",
    )


def test_an_import_says_what_it_was_of_and_what_is_new() -> None:
    tallies = (Tally(Thing.PROJECT, new=1), Tally(Thing.ENTRY, new=2, unchanged=8))
    outcome = Outcome("a.txt", code="50990000-0001", tallies=tallies)
    assert tell_outcome(outcome, "en") == (
        "a.txt: imported 50990000-0001",
        "projects: 1 new, 0 changed, 0 as before",
        "log entries: 2 new, 0 changed, 8 as before",
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "The file"),
        (Place(3), "line 3: "),
        (Place(3, sheet=""), "row 3: "),
        (Place(3, "code", ""), "row 3, column “code”: "),
        (Place(3, sheet="Units"), "sheet “Units”, row 3: "),
        (Place(3, "code", "Units"), "sheet “Units”, row 3, column “code”: "),
    ],
)
def test_a_place_is_a_line_of_a_page_or_a_cell_of_a_table(place: Place | None, words: str) -> None:
    outcome = Outcome("a", refused=(Refused(Reason.UNREADABLE, place),))
    assert tell_outcome(outcome, "en")[1].startswith(words)


def test_a_long_line_of_a_page_is_cut_in_the_sentence_about_it() -> None:
    outcome = Outcome("a", refused=(Refused(Reason.NOT_UNDERSTOOD, Place(1), "ก" * 5000),))
    assert len(tell_outcome(outcome, "th")[1]) < 300


def test_the_words_that_a_sentence_offers_are_the_ones_understood() -> None:
    def said(reason: Reason) -> str:
        return tell_outcome(Outcome("a", refused=(Refused(reason),)), "th")[1]

    assert all(name in said(Reason.BAD_STATUS) for name in STATUS_NAMES.values())
    assert all(words[0] in said(Reason.BAD_ROLE) for words in ROLES.values())


@pytest.mark.parametrize("thing", HEADINGS)
def test_no_heading_means_two_columns(thing: Thing) -> None:
    words = [word for spellings in HEADINGS[thing].values() for word in spellings]
    assert len(set(words)) == len(words)
