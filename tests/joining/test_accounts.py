from __future__ import annotations

from sqlalchemy import Connection, Engine

from storage.accounts import Account, accounts_on, accounts_stirred
from storage.db import transaction
from storage.dialogues import lock_dialogue
from storage.erasure import erase_person
from storage.people import Address, grant_role, link_address
from storage.reachability import mark_reachable, mark_unreachable
from storage.records import Role
from tests.joining.office import (
    DISTRICT,
    DIVISION,
    MALI_ON_LINE,
    MINUTE,
    NOW,
    SOMEBODY,
    hire,
    open_office,
)


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


def join(tx: Connection, name: str, theirs: Address) -> int:
    person = hire(tx, name)
    link_address(
        tx,
        person_id=person.id,
        channel=theirs.channel,
        account=theirs.account,
        lane=theirs.lane,
        now=NOW,
    )
    return person.id


def test_whom_nothing_reaches_is_not_among_them(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        join(tx, "มาลี ใจงาม", MALI_ON_LINE)
        mark_unreachable(tx, channel="line", lane=MALI_ON_LINE.lane, now=NOW)
        assert accounts_on(tx, "line") == ()
        mark_reachable(tx, MALI_ON_LINE, now=NOW)
        assert len(accounts_on(tx, "line")) == 1


def test_whoever_joined_or_spoke_since_a_moment_is_found(database: Engine) -> None:
    with transaction(database) as tx:
        open_office(tx)
        mali = join(tx, "มาลี ใจงาม", MALI_ON_LINE)
        join(tx, "John", SOMEBODY)
        both = {MALI_ON_LINE.account, SOMEBODY.account}
        assert accounts_stirred(tx, "line", since=NOW - MINUTE) == both
        assert accounts_stirred(tx, "telegram", since=NOW - MINUTE) == frozenset()
        assert accounts_stirred(tx, "line", since=NOW) == frozenset()
        lock_dialogue(tx, mali, now=NOW + MINUTE)
        assert accounts_stirred(tx, "line", since=NOW) == {MALI_ON_LINE.account}
