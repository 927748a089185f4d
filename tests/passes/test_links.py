"""Links to pages: what opens, for whom, and how a link comes to open nothing any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, delete, update

from handlers.passes import LIFETIME, Issuer, Pass, issue_pass, read_pass
from storage.db import transaction
from storage.erasure import erase_person
from storage.passes import Opens, ProjectPages, UnitPages, revoke_all_passes
from storage.people import find_or_add_person, grant_role
from storage.projects import save_project
from storage.records import Person, ProjectFacts, Role, Unit
from storage.reporters import add_reporter
from storage.tables import page_pass, project_reporter, role_grant
from storage.units import save_unit
from tests.turns.office import ISSUER, NOW

SECOND = timedelta(seconds=1)
ABOVE, UNIT, OTHER = (
    Unit("04000000", "สำนักทดลอง"),
    Unit("04160000", "กองทดลองใช้", "04000000"),
    Unit("05000000", "สำนักอื่น"),
)
MINE, THEIRS = "04160000-7001", "05000000-7001"


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        for unit in (ABOVE, UNIT, OTHER):
            save_unit(connection, unit)
        for code in (MINE, THEIRS):
            save_project(connection, ProjectFacts(code, "ปลูกต้นไม้", code[:8], 2570))
        yield connection


def hire(tx: Connection, name: str, role: Role, unit: Unit) -> Person:
    person = find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=NOW)
    grant_role(tx, person_id=person.id, role=role, unit_code=unit.code)
    return person


@pytest.fixture
def chief(tx: Connection) -> Person:
    return hire(tx, "วิภา รักงาน", Role.SUPERVISOR, ABOVE)


@pytest.fixture
def officer(tx: Connection) -> Person:
    officer = hire(tx, "มาลี ใจดี", Role.OFFICER, UNIT)
    add_reporter(tx, project_id=1, person_id=officer.id)
    return officer


def give(tx: Connection, person: Person, opens: Opens) -> str:
    url = issue_pass(tx, ISSUER, opens, holder=person.id, now=NOW)
    assert url.startswith("https://khuepna.example/v/")
    return url.removeprefix("https://khuepna.example/v/")


def look(tx: Connection, token: str, *, after: timedelta = SECOND) -> Pass | None:
    return read_pass(tx, ISSUER.key, token, now=NOW + after)


def test_a_link_opens_what_it_was_given_for_until_it_expires(tx: Connection, chief: Person) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    found = look(tx, token, after=LIFETIME - SECOND)
    assert found is not None
    assert found.opens == UnitPages(UNIT.code)
    assert (found.expires_at, found.person.id) == (NOW + LIFETIME, chief.id)
    assert look(tx, token, after=LIFETIME) is None


def test_a_link_is_one_word_that_every_chat_makes_a_link_of_and_is_nowhere_in_the_database(
    tx: Connection, chief: Person
) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    assert re.fullmatch(r"[0-9]+-[a-z2-7]{32}", token)
    [row] = tx.execute(page_pass.select()).all()
    assert token.partition("-")[2] not in str(row)


def test_no_letter_of_a_link_can_be_another(tx: Connection, chief: Person) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    for at in range(len(token)):
        other = "b" if token[at] == "a" else "a"
        assert look(tx, token[:at] + other + token[at + 1 :]) is None
    for forged in ("", "1", "1-", token + "a", token.upper(), f"9{token}", f"{2**63}-{'a' * 32}"):
        assert look(tx, forged) is None
    assert read_pass(tx, ISSUER.key + "x", token, now=NOW) is None


def test_the_number_of_another_pass_does_not_fit(tx: Connection, chief: Person) -> None:
    first, second = (give(tx, chief, UnitPages(UNIT.code)) for _each in range(2))
    number = first.partition("-")[0]
    assert look(tx, f"{number}-{second.partition('-')[2]}") is None


def test_a_number_that_a_restored_database_gives_once_more_is_another_link(
    tx: Connection, chief: Person
) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    tx.execute(update(page_pass).values(created_at=NOW + SECOND))
    assert look(tx, token) is None


def test_a_link_ends_when_it_is_taken_back(tx: Connection, chief: Person) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    revoke_all_passes(tx, chief.id, now=NOW)
    assert look(tx, token) is None


def test_a_link_ends_with_its_person(tx: Connection, chief: Person) -> None:
    token = give(tx, chief, UnitPages(UNIT.code))
    erase_person(tx, chief.id, now=NOW)
    assert look(tx, token) is None
    assert tx.execute(page_pass.select()).all() == []


def test_a_supervisors_link_ends_with_the_role(tx: Connection, chief: Person) -> None:
    tokens = [give(tx, chief, one) for one in (UnitPages(ABOVE.code), ProjectPages(MINE))]
    assert all(look(tx, token) for token in tokens)
    tx.execute(delete(role_grant))
    assert not any(look(tx, token) for token in tokens)


def test_a_supervisors_link_opens_nothing_elsewhere(tx: Connection, chief: Person) -> None:
    for opens in (UnitPages(OTHER.code), ProjectPages(THEIRS)):
        assert look(tx, give(tx, chief, opens)) is None


def test_an_officers_link_opens_their_project_while_they_report_on_it(
    tx: Connection, officer: Person
) -> None:
    token = give(tx, officer, ProjectPages(MINE))
    assert look(tx, token)
    assert look(tx, give(tx, officer, UnitPages(UNIT.code))) is None
    tx.execute(delete(project_reporter))
    assert look(tx, token) is None


def test_the_key_is_in_no_representation() -> None:
    assert "secret" not in repr(Issuer("https://khuepna.example", "secret"))
