"""The status of a project changes in chat, by those who may, and is kept with its day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, event, select

from storage.db import reading, transaction
from storage.people import grant_role
from storage.projects import save_project
from storage.records import ProjectFacts, Role
from storage.tables import role_grant, status_change
from tests.errands.desk import CITY, PARKS, WORKS, Desk
from tests.turns.office import phrase

DONE, SUSPENDED, RUNS = "done", "suspended", "in_progress"


def history(desk: Desk) -> list[tuple[int, str, str, date, int]]:
    """Project, status before, status, day and person of each change."""
    columns = (status_change.c.project_id, status_change.c.before, status_change.c.status)
    who = (status_change.c.since, status_change.c.set_by)
    with reading(desk.engine) as tx:
        return [tuple(row) for row in tx.execute(select(*columns, *who))]


def test_a_reporter_changes_it_and_it_is_kept_with_the_day_and_the_person(desk: Desk) -> None:
    mali = desk.hire("มาลี", 1)
    desk.tell("มาลี", "/project")
    desk.press("มาลี", f"status.{SUSPENDED}")
    assert history(desk) == []
    desk.wait(days=2)
    desk.press("มาลี", "yes")
    assert history(desk) == [(desk.projects[1], RUNS, SUSPENDED, date(2026, 11, 27), mali)]


@pytest.mark.parametrize("unit", [WORKS, CITY])
def test_a_supervisor_of_the_unit_or_above_changes_it(desk: Desk, unit: object) -> None:
    desk.hire("มาลี", 1)
    supervisor = desk.hire("สมศรี", supervises=WORKS if unit is WORKS else CITY)
    desk.tell("สมศรี", "/project")
    desk.press("สมศรี", f"status.{DONE}")
    desk.press("สมศรี", "yes")
    assert [(one[2], one[4]) for one in history(desk)] == [(DONE, supervisor)]


def test_a_supervisor_of_another_unit_finds_nothing_to_change(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("วิภา", supervises=PARKS, unit=PARKS)
    assert desk.tell("วิภา", "/project") == [phrase("status.none")]
    assert desk.tell("วิภา", "/project ที่ 1") == [phrase("status.none_found", words="ที่ 1")]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EVALUATOR])
def test_other_roles_in_the_unit_are_not_enough(desk: Desk, role: Role) -> None:
    desk.hire("มาลี", 1)
    other = desk.hire("วิภา")
    with transaction(desk.engine) as tx:
        grant_role(tx, person_id=other, role=role, unit_code=WORKS.code)
    assert desk.tell("วิภา", "/project") == [phrase("status.none")]


def test_an_officer_without_the_project_finds_nothing_to_change(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    assert desk.tell("สมพร", "/project ที่ 1") == [phrase("status.none_found", words="ที่ 1")]


def test_whoever_lost_the_right_between_question_and_answer_changes_nothing(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมศรี", supervises=WORKS)
    desk.tell("สมศรี", "/project")
    desk.press("สมศรี", f"status.{DONE}")
    with transaction(desk.engine) as tx:
        tx.execute(delete(role_grant))
    assert desk.press("สมศรี", "yes") == [phrase("status.list_changed")]
    assert history(desk) == []


def test_of_many_projects_some_are_listed_and_the_others_found_by_name(desk: Desk) -> None:
    desk.hire("สมศรี", supervises=CITY)
    with transaction(desk.engine) as tx:
        for number in range(1, 51):
            facts = ProjectFacts(
                f"{WORKS.code}-{number:04d}", f"งาน {number:02d}", WORKS.code, 2570
            )
            save_project(tx, facts)
    [listed] = desk.tell("สมศรี", "/project")
    assert phrase("status.more", count=40) in listed
    [found] = desk.tell("สมศรี", "/project งาน 49")
    assert found.startswith("งาน 49 ")
    desk.press("สมศรี", f"status.{DONE}")
    desk.press("สมศรี", "yes")
    assert [one[2] for one in history(desk)] == [DONE]


def test_a_list_of_pages_is_turned_and_a_project_of_it_is_named(desk: Desk) -> None:
    desk.hire("มาลี", *range(1, 13))
    desk.tell("มาลี", "/project")
    [second] = desk.press("มาลี", "more")
    assert "\n9. โครงการที่ 9 " in second
    [chosen] = desk.press("มาลี", "p.12")
    assert chosen.startswith("โครงการที่ 12 ")
    desk.tell("มาลี", "/project")
    assert desk.tell("มาลี", "ที่ 11")[0].startswith("โครงการที่ 11 ")
    desk.tell("มาลี", "/project")
    assert desk.tell("มาลี", "ที่ 1")[0].startswith(phrase("say.choose_a_button"))


def test_what_errands_need_is_read_in_no_other_turn(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมศรี", 2, supervises=CITY)
    counted = {}
    for name in ("มาลี", "สมศรี"):
        desk.tell(name, "/report")
        asked: list[str] = []

        def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
            asked.append(statement)  # noqa: B023 - it is taken off before the next round

        event.listen(desk.engine, "before_cursor_execute", note)
        desk.tell(name, "45")
        event.remove(desk.engine, "before_cursor_execute", note)
        counted[name] = len(asked)
    assert counted["มาลี"] == counted["สมศรี"]
