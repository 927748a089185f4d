from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine

from storage.db import transaction
from storage.erasure import erase_person
from storage.newcomers import newcomers
from storage.people import grant_role, link_address
from storage.records import Person, Role
from tests.joining.office import DISTRICT, DIVISION, NOW, hire, open_office

PLATFORMS = ("line", "telegram")


def officer(tx: Connection, name: str, *, unit_code: str = DIVISION.code) -> Person:
    person = hire(tx, name, unit_code=unit_code)
    grant_role(tx, person_id=person.id, role=Role.OFFICER, unit_code=unit_code)
    return person


def names(tx: Connection, *unit_codes: str, role: Role = Role.OFFICER) -> list[str]:
    found = newcomers(tx, role=role, unit_codes=unit_codes, channels=PLATFORMS)
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("channel", "is_new"), [("line", False), ("telegram", False), ("webchat", True)]
)
def test_somebody_with_a_chat_on_a_platform_is_no_newcomer(
    database: Engine, channel: str, is_new: bool
) -> None:
    with transaction(database) as tx:
        open_office(tx)
        mali = officer(tx, "มาลี ใจงาม")
        link_address(tx, person_id=mali.id, channel=channel, account="mali", lane="mali", now=NOW)
        assert (names(tx, DIVISION.code) == [mali.name]) is is_new


def test_newcomers_are_those_of_the_role_in_the_units_by_unit_and_name(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        for name, unit_code in (
            ("ข", DIVISION.code),
            ("ก", DIVISION.code),
            ("ค", DISTRICT.code),
        ):
            officer(tx, name, unit_code=unit_code)
        hire(tx, "ผู้ไม่มีสิทธิ์")
        assert names(tx, DISTRICT.code, DIVISION.code) == ["ค", "ก", "ข"]
        assert names(tx, DIVISION.code) == ["ก", "ข"]
        assert names(tx, DIVISION.code, role=Role.ADMIN) == []
        assert names(tx) == []


def test_somebody_with_the_role_in_two_units_comes_once(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        mali = officer(tx, "มาลี ใจงาม")
        grant_role(tx, person_id=mali.id, role=Role.OFFICER, unit_code=DISTRICT.code)
        found = newcomers(
            tx,
            role=Role.OFFICER,
            unit_codes=[DISTRICT.code, DIVISION.code],
            channels=PLATFORMS,
        )
        assert [(one.person_id, one.unit_code) for one in found] == [(mali.id, DISTRICT.code)]


def test_somebody_who_was_erased_is_nobody(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        mali = officer(tx, "มาลี ใจงาม")
        erase_person(tx, person_id=mali.id, now=NOW)
        assert names(tx, DIVISION.code) == []
