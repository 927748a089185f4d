"""Whose projects /status lists in private: those of the year, not all that a person ever had."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from storage.db import transaction
from storage.page_log import add_imported
from storage.projects import save_project
from storage.records import Content, ImportedReport, ProjectFacts
from storage.reporters import add_reporter
from tests.errands.desk import WORKS, Desk

OLD = ProjectFacts(f"{WORKS.code}-0069", "โครงการของปีก่อน", WORKS.code, 2569)


def give_old_project(desk: Desk, reported_on: date) -> None:
    """Let มาลี report on a project of the year before, of which there is a report of that day."""
    with transaction(desk.engine) as tx:
        number = save_project(tx, OLD).id
        add_reporter(tx, project_id=number, person_id=desk.people["มาลี"])
        content = Content(Decimal(60), "ทำไปแล้ว", None, None)
        add_imported(tx, number, [ImportedReport(content, reported_on, None)])


def listed(desk: Desk) -> str:
    [count, *_] = desk.tell("มาลี", "/status")[0].split(" โครงการ")
    return count


def test_projects_of_a_year_that_is_over_are_listed_no_more(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    give_old_project(desk, date(2026, 9, 25))
    assert listed(desk) == "1"
    assert OLD.code in desk.tell("มาลี", f"/status {OLD.code}")[0]


def test_one_that_goes_on_is_listed_with_them(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    give_old_project(desk, date(2026, 10, 20))
    assert listed(desk) == "2"


def test_whoever_has_nothing_of_the_year_sees_what_was(desk: Desk) -> None:
    desk.hire("มาลี")
    give_old_project(desk, date(2026, 9, 25))
    assert listed(desk) == "1"
