"""The pure parts of a summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere, find_quarter
from handlers.summaries.issues import Issue, Kind, State, issues_of
from handlers.summaries.page_text import join_entries
from handlers.summaries.project import Entry
from handlers.summaries.summarising import status_on
from storage.periods import Period, Quarter
from storage.recorded import StatusChange
from storage.records import Content, ProjectStatus, Report


def entry(
    day: date, narrative: str = "", problems: str | None = None, *, text_date: date | None = None
) -> Entry:
    return Entry(report(day, narrative, problems, text_date=text_date), day)


def report(
    day: date, narrative: str = "", problems: str | None = None, *, text_date: date | None = None
) -> Report:
    return Report(
        id=1,
        project_id=1,
        period=Period(day.year, day.month),
        entry=1,
        revision=1,
        content=Content(Decimal(10), narrative, problems, None),
        reported_on=day,
        text_date=text_date,
        filed_at=datetime(2023, 1, 1, tzinfo=UTC),
    )


JANUARY, FEBRUARY, MARCH = date(2023, 1, 23), date(2023, 2, 23), date(2023, 3, 24)


def test_the_entries_of_a_quarter_are_joined_as_the_pages_show_them() -> None:
    joined = join_entries([entry(JANUARY, "ขุดดิน"), entry(FEBRUARY, "ถมดิน"), entry(MARCH, "ปลูก")])
    assert joined == "23/01/2566 : ขุดดิน 23/02/2566 : ถมดิน 24/03/2566 : ปลูก"


@pytest.mark.parametrize(
    ("entries", "joined"),
    [
        ([replace(entry(MARCH, "ก"), first_on=JANUARY)], "23/01/2566 : ก"),
        ([entry(JANUARY, "20/01/2566 : ขุดดิน")], "20/01/2566 : ขุดดิน"),
        ([entry(JANUARY, "๒๐/๐๑/๒๕๖๖ : ขุดดิน")], "20/01/2566 : ขุดดิน"),
        ([entry(JANUARY, "ก", text_date=date(2023, 1, 21))], "21/01/2566 : ก"),
        ([entry(JANUARY, "ก"), entry(JANUARY, "ข")], "23/01/2566 : ก ข"),
        ([entry(JANUARY, "ก"), entry(FEBRUARY, "ข"), entry(JANUARY, "ค")],
         "23/01/2566 : ก 23/02/2566 : ข 23/01/2566 : ค"),
        ([entry(JANUARY, "1. ก\n2. ข")], "23/01/2566 : 1. ก 2. ข"),
        ([entry(JANUARY), entry(FEBRUARY, "ข")], "23/02/2566 : ข"),
        ([], ""),
    ],
)  # fmt: skip
def test_no_entry_is_dated_twice(entries: list[Entry], joined: str) -> None:
    assert join_entries(entries) == joined


def states(before: str | None, *problems: str | None) -> list[tuple[str, State]]:
    days = (JANUARY, FEBRUARY, MARCH)
    said = [report(day, problems=one) for day, one in zip(days, problems, strict=False)]
    earlier = report(date(2022, 12, 23), problems=before)
    return [(issue.text, issue.state) for issue in issues_of(earlier, said)]


def test_a_problem_is_new_still_open_or_solved() -> None:
    assert states(None, None, "ฝน") == [("ฝน", State.NEW)]
    assert states("ฝน", "ฝนหนัก", "ฝน") == [("ฝน", State.OPEN)]
    assert states("ฝน") == [("ฝน", State.OPEN)]
    assert states("ฝน", None) == [("ฝน", State.SOLVED)]
    assert states(None, "ฝน", None) == [("ฝน", State.SOLVED)]
    assert states("ฝน", None, "ลม") == [("ฝน", State.SOLVED), ("ลม", State.NEW)]
    assert states(None, None) == []


def test_a_problem_has_its_newest_words_and_its_months() -> None:
    said = [report(JANUARY, problems="ฝน"), report(FEBRUARY, problems="ฝนหนัก"), report(MARCH)]
    assert issues_of(None, said) == (
        Issue(Kind.PROBLEM, "ฝนหนัก", Period(2023, 1), Period(2023, 3)),
    )


def test_the_status_of_a_day_is_the_one_that_began_last() -> None:
    changes = (
        StatusChange(ProjectStatus.IN_PROGRESS, ProjectStatus.SUSPENDED, date(2023, 3, 1)),
        StatusChange(ProjectStatus.SUSPENDED, ProjectStatus.DONE, date(2023, 5, 1)),
    )

    def on(day: date) -> ProjectStatus:
        return status_on(day, changes, otherwise=ProjectStatus.CANCELLED)

    assert on(date(2023, 2, 28)) == ProjectStatus.IN_PROGRESS
    assert on(date(2023, 3, 1)) == ProjectStatus.SUSPENDED
    assert on(date(2023, 5, 2)) == ProjectStatus.DONE
    assert status_on(MARCH, (), otherwise=ProjectStatus.CANCELLED) == ProjectStatus.CANCELLED


PRESENT = Quarter(2570, 1)
YEARS = (2565, 2566, 2570, 2571)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2566Q4", Quarter(2566, 4)),
        (" 2566q1 ", Quarter(2566, 1)),
        ("2570Q1", PRESENT),
        ("2570Q2", NotBegun(PRESENT)),
        ("2571Q1", NotBegun(PRESENT)),
        ("2568Q2", NothingThere(Quarter(2570, 1))),
        ("2567Q2", NothingThere(Quarter(2566, 4))),
        ("2550Q2", NothingThere(Quarter(2565, 1))),
        ("2566Q5", NoQuarter(Quarter(2566, 4))),
        ("2566q0", NoQuarter(Quarter(2566, 1))),
        ("2023Q4", NoQuarter(Quarter(2566, 4))),
        ("ไตรมาส ๓/๒๕๖๖", NoQuarter(Quarter(2566, 3))),
        ("2566", NoQuarter(Quarter(2566, 1))),
        ("ล่าสุด", NoQuarter(PRESENT)),
        ("9999Q9", NoQuarter(PRESENT)),
    ],
)
def test_a_quarter_is_read_or_the_nearest_one_is_given(text: str, found: object) -> None:
    assert find_quarter(text, PRESENT, YEARS) == found


def test_without_any_project_the_present_quarter_is_the_nearest() -> None:
    assert find_quarter("2566Q4", PRESENT, ()) == NothingThere(PRESENT)
