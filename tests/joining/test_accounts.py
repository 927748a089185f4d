from __future__ import annotations

from sqlalchemy import Engine

from storage.accounts import Account, accounts_on
from storage.db import transaction
from storage.erasure import erase_person
from storage.people import grant_role, link_address
from storage.records import Role
from tests.joining.office import DISTRICT, DIVISION, NOW, hire, open_office


def test_accounts_of_a_channel_come_with_language_and_roles(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        mali, john = hire(tx, "มาลี ใจงาม"), hire(tx, "John", locale="en")
        for role, unit in ((Role.OFFICER, DIVISION), (Role.SUPERVISOR, DISTRICT)):
            grant_role(tx, person_id=mali.id, role=role, unit_code=unit.code)
        for person, channel, account in (
            (mali, "line", "U2"),
            (mali, "telegram", "7"),
            (john, "line", "U1"),
        ):
            link_address(
                tx, person_id=person.id, channel=channel, account=account, lane=account, now=NOW
            )
        assert accounts_on(tx, "line") == (
            Account("U1", "en", frozenset()),
            Account("U2", "th", frozenset({Role.OFFICER, Role.SUPERVISOR})),
        )
        erase_person(tx, person_id=mali.id, now=NOW)
        assert [one.account for one in accounts_on(tx, "line")] == ["U1"]
