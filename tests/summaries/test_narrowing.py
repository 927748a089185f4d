from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.summaries.narrowing import within
from storage.periods import Quarter
from storage.records import Evaluation
from tests.papers.years import MONTHS, year_of

YEAR = year_of([str(8 * n) for n in range(1, 13)], today=date(2023, 10, 20)).recorded


def test_some_months_have_their_entries_and_the_newest_one_before() -> None:
    (first, *more) = YEAR.entries[5]
    again = replace(first, revision=2)
    recorded = replace(YEAR, entries=(*YEAR.entries[:5], (first, *more, again), *YEAR.entries[6:]))
    found = within(recorded, MONTHS[6:9])
    assert found.before == again
    assert [one[0].period for one in found.entries] == [*MONTHS[6:9]]


def test_the_first_months_have_nothing_before_them() -> None:
    assert within(YEAR, MONTHS[:3]).before is None


def test_only_the_evaluations_of_their_quarters_are_left() -> None:
    evaluations = tuple(Evaluation(Quarter(2566, number), None) for number in (1, 2, 3, 4))
    found = within(replace(YEAR, evaluations=evaluations), MONTHS[3:9])
    assert [one.quarter.number for one in found.evaluations] == [2, 3]
