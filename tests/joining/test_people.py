from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from storage.db import transaction
from storage.people import (
    Address,
    addresses_of,
    grant_role,
    link_address,
    people_named,
    person_at,
    person_by_id,
    set_locale,
    unlink,
)
from storage.records import Grant, Person, Role
from tests.joining.office import DISTRICT, DIVISION, MINUTE, NOW, hire, open_office


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        open_office(connection)
        yield connection


def link(
    tx: Connection, person: Person, account: str, *, channel: str = "line", now: datetime = NOW
) -> None:
    link_address(
        tx, person_id=person.id, channel=channel, account=account, lane=f"lane-{account}", now=now
    )


def test_a_name_known_in_the_unit_is_the_same_person(tx: Connection) -> None:
    first = hire(tx, "มาลี ใจงาม")
    assert hire(tx, "มาลี ใจงาม", locale="en") == first


def test_the_same_name_in_another_unit_is_somebody_else(tx: Connection) -> None:
    one = hire(tx, "มาลี ใจงาม", unit_code=DIVISION.code)
    other = hire(tx, "มาลี ใจงาม", unit_code=DISTRICT.code)
    assert one.id != other.id
    assert people_named(tx, "มาลี ใจงาม") == (other, one)
    assert people_named(tx, "ไม่มีใคร") == ()


def test_nobody_works_in_a_unit_that_does_not_exist(database: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(database) as tx:
        hire(tx, "มาลี ใจงาม", unit_code="99999999")


def test_a_role_is_held_once_per_unit(tx: Connection) -> None:
    mali = hire(tx, "มาลี ใจงาม")
    for _ in range(2):
        grant_role(tx, person_id=mali.id, role=Role.OFFICER, unit_code=DIVISION.code)
    grant_role(tx, person_id=mali.id, role=Role.SUPERVISOR, unit_code=DISTRICT.code)
    found = person_by_id(tx, mali.id)
    assert found is not None
    assert found.grants == {
        Grant(Role.OFFICER, DIVISION.code),
        Grant(Role.SUPERVISOR, DISTRICT.code),
    }


def test_a_person_is_known_by_each_of_their_accounts(tx: Connection) -> None:
    mali = hire(tx, "มาลี ใจงาม")
    link(tx, mali, "U-1")
    link(tx, mali, "77", channel="telegram", now=NOW + MINUTE)
    assert person_at(tx, channel="line", account="U-1") == mali
    assert person_at(tx, channel="telegram", account="77") == mali
    assert person_at(tx, channel="telegram", account="U-1") is None
    assert addresses_of(tx, mali.id) == (
        Address("line", "U-1", "lane-U-1"),
        Address("telegram", "77", "lane-77"),
    )


def test_an_account_that_belonged_to_somebody_else_moves(tx: Connection) -> None:
    mali, somchai = hire(tx, "มาลี ใจงาม"), hire(tx, "สมชาย ขยันยิ่ง")
    link(tx, mali, "U-1")
    link(tx, somchai, "U-1")
    assert person_at(tx, channel="line", account="U-1") == somchai
    assert addresses_of(tx, mali.id) == ()


def test_an_unlinked_account_is_a_strangers_again(tx: Connection) -> None:
    mali = hire(tx, "มาลี ใจงาม")
    link(tx, mali, "U-1")
    unlink(tx, channel="line", account="U-1")
    assert person_at(tx, channel="line", account="U-1") is None
    assert person_by_id(tx, mali.id) == mali


def test_a_person_chooses_a_language(tx: Connection) -> None:
    mali, somchai = hire(tx, "มาลี ใจงาม"), hire(tx, "สมชาย ขยันยิ่ง")
    set_locale(tx, person_id=mali.id, locale="en")
    assert hire(tx, "มาลี ใจงาม").locale == "en"
    assert hire(tx, "สมชาย ขยันยิ่ง") == somchai


def test_nobody_has_a_number_that_was_never_given(tx: Connection) -> None:
    assert person_by_id(tx, 4711) is None
