from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from handlers.joining import find_code
from reminders.tick import CLOCK
from storage.heartbeats import beat
from storage.invitations import Redeemed, redeem
from storage.people import find_or_add_person, people_named
from storage.records import Role, Unit
from storage.reporters import projects_reported_by
from storage.tables import invitation, person, project_reporter
from storage.units import hold_register, save_unit
from tests.command_line.shell import Shell, succeeded
from tests.queues.rows import until

DISTRICT = Unit("50990000", "สำนักงานเขตทุ่งทอง")
NOW = datetime.now(UTC)


@pytest.fixture
def district(office: Shell) -> Shell:
    with office.database() as tx:
        save_unit(tx, DISTRICT)
    return office


def invite(shell: Shell, *more: str, role: str = "officer") -> list[str]:
    return shell.done("invite", "--role", role, "--unit", DISTRICT.code, *more).lines


def test_the_first_line_is_a_code_that_works_once(district: Shell) -> None:
    asked = ("--role", "supervisor", "--unit", DISTRICT.code, "--name", "มาลี ใจงาม")
    code, about, *_ = succeeded(district.spawn("invite", *asked)).lines
    assert find_code(code) == code
    assert "มาลี ใจงาม" in about
    assert DISTRICT.name in about
    with district.database() as tx:
        (mali,) = people_named(tx, "มาลี ใจงาม")
        assert mali.grants == frozenset()
        assert redeem(tx, code=code, now=NOW) == Redeemed(mali.id, Role.SUPERVISOR, DISTRICT.code)


def test_a_name_known_in_the_unit_is_the_same_person_however_it_is_spaced(
    district: Shell,
) -> None:
    codes = {
        invite(district, "--name", "น้ำใจ  งามยิ่ง")[0],
        invite(district, "--name", " น้ําใจ งามยิ่ง", role="admin")[0],
    }
    assert len(codes) == 2
    with district.database() as tx:
        (same,) = people_named(tx, "น้ำใจ งามยิ่ง")
        people = {redeem(tx, code=code, now=NOW) for code in codes}
    assert people == {Redeemed(same.id, role, DISTRICT.code) for role in (Role.OFFICER, Role.ADMIN)}


def test_whoever_is_invited_without_a_name_is_somebody_new_each_time(district: Shell) -> None:
    first, second = invite(district), invite(district)
    assert "เจ้าหน้าที่ผู้รายงาน 1" in first[1]
    assert "เจ้าหน้าที่ผู้รายงาน 2" in second[1]


def test_projects_named_become_theirs_to_report(sampled: Shell) -> None:
    sampled.done(
        *("invite", "--role", "officer", "--unit", "50970000", "--name", "มาลี ใจงาม"),
        *("--project", "50970000-7101", "29000000-7202", "--project", "50970000-7103"),
    )
    with sampled.database() as tx:
        (mali,) = people_named(tx, "มาลี ใจงาม")
        codes = [project.code for project in projects_reported_by(tx, mali.id, today=NOW.date())]
    assert codes == ["29000000-7202", "50970000-7101", "50970000-7103"]


def test_a_code_is_good_by_the_time_of_a_trial_that_was_moved_forward(district: Shell) -> None:
    ahead = NOW + timedelta(days=40)
    with district.database() as tx:
        beat(tx, CLOCK, now=ahead, apart=timedelta())
    code, *_ = invite(district, "--name", "มาลี ใจงาม")
    with district.database() as tx:
        assert isinstance(redeem(tx, code=code, now=ahead + timedelta(days=13)), Redeemed)
    asked = ("invite", "--role", "officer", "--unit", DISTRICT.code, "--name", "มานะ ใจดี")
    district.done(*asked, "--sheet", "cards.pdf")
    with district.database() as tx:
        ends = select(func.min(invitation.c.expires_at))
        assert tx.execute(ends).scalar_one() > ahead + timedelta(days=13)


def test_unknown_units_and_projects_are_all_named_and_nothing_is_changed(district: Shell) -> None:
    said = district.refused(
        *("invite", "--role", "officer", "--unit", "99999999", "--name", "มาลี ใจงาม"),
        *("--project", "50990000-7101", "x"),
    )
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "There is no unit 99999999",
        "There is no project 50990000-7101",
        "There is no project x",
    ]
    with district.database() as tx:
        for table in (person, invitation, project_reporter):
            assert tx.execute(select(func.count()).select_from(table)).scalar_one() == 0


@pytest.mark.parametrize("name", ["\u200b", " \ufeff ", "\u0e4b"])
def test_nobody_is_invited_by_a_name_that_cannot_be_seen(district: Shell, name: str) -> None:
    asked = ("invite", "--role", "officer", "--unit", DISTRICT.code)
    said = district.refused(*asked, "--name", name)
    assert said == "A name is empty: write the person's first and last name."
    assert district.refused(*asked, "--name", name, "--sheet", "cards.pdf") == said
    with district.database() as tx:
        assert tx.execute(select(func.count()).select_from(person)).scalar_one() == 0


def test_two_who_are_invited_at_once_without_names_are_two_people(server: Shell) -> None:
    def is_waited_for() -> bool:
        with server.database() as tx:
            waiting = tx.execute(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    " AND datname = current_database()"
                )
            )
            return bool(waiting.scalar_one())

    with server.database() as tx:
        save_unit(tx, DISTRICT)
    with ThreadPoolExecutor() as other:
        with server.database() as tx:
            hold_register(tx)
            name = "เจ้าหน้าที่ผู้รายงาน 1"
            find_or_add_person(tx, name=name, unit_code=DISTRICT.code, locale="th", now=NOW)
            second = other.submit(
                server.spawn, "invite", "--role", "officer", "--unit", DISTRICT.code
            )
            until(is_waited_for)
        assert "เจ้าหน้าที่ผู้รายงาน 2" in succeeded(second.result()).out
