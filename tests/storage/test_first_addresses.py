"""Where the bot speaks first to whoever holds several accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, event, insert

from storage.db import transaction
from storage.first_addresses import first_addresses
from storage.people import Address, find_or_add_person, link_address
from storage.reachability import mark_unreachable
from storage.records import Unit
from storage.tables import address, person
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
UNIT = Unit("04160200", "กองทดลองใช้")


def hire(tx: Connection, name: str, *accounts: str) -> int:
    """A person with accounts such as "line:U1", linked one after another."""
    save_unit(tx, UNIT)
    one = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=NOW)
    for minutes, account in enumerate(accounts):
        channel, _, chat = account.partition(":")
        link_address(
            tx,
            person_id=one.id,
            channel=channel,
            account=chat,
            lane=f"lane {chat}",
            now=NOW + timedelta(minutes=minutes),
        )
    return one.id


def test_telegram_comes_before_line_and_line_before_the_rest(database: Engine) -> None:
    with transaction(database) as tx:
        both = hire(tx, "มาลี", "line:U1", "telegram:7", "webchat:w1")
        one = hire(tx, "มานะ", "terminal:t1", "webchat:w2", "line:U2")
        page = hire(tx, "ชูใจ", "terminal:t2", "webchat:w3")
        nobody = hire(tx, "ปิติ")
        assert first_addresses(tx, [both, one, page, nobody]) == {
            both: Address("telegram", "7", "lane 7"),
            one: Address("line", "U2", "lane U2"),
            page: Address("webchat", "w3", "lane w3"),
            nobody: None,
        }
        assert first_addresses(tx, []) == {}


def test_who_left_telegram_hears_on_line_and_who_left_both_nowhere(database: Engine) -> None:
    with transaction(database) as tx:
        one = hire(tx, "มาลี", "line:U1", "telegram:7")
        mark_unreachable(tx, channel="telegram", lane="lane 7", now=NOW)
        assert first_addresses(tx, [one]) == {one: Address("line", "U1", "lane U1")}
        mark_unreachable(tx, channel="line", lane="lane U1", now=NOW)
        assert first_addresses(tx, [one]) == {one: None}


def test_of_two_accounts_on_a_channel_it_is_the_one_linked_last(database: Engine) -> None:
    with transaction(database) as tx:
        one = hire(tx, "มาลี", "line:U9", "line:U1")
        assert first_addresses(tx, [one]) == {one: Address("line", "U1", "lane U1")}


def test_ten_thousand_people_take_one_statement(database: Engine) -> None:
    people = range(1, 10_001)
    with transaction(database) as tx:
        save_unit(tx, UNIT)
        tx.execute(
            insert(person),
            [
                {"id": n, "name": f"{n}", "unit_code": UNIT.code, "locale": "th", "created_at": NOW}
                for n in people
            ],
        )
        tx.execute(
            insert(address),
            [
                {
                    "channel": channel,
                    "account": f"{n}",
                    "person_id": n,
                    "lane": f"{n}",
                    "linked_at": NOW,
                }
                for n in people
                for channel in ("line", "telegram")
            ],
        )
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(database, "before_cursor_execute", note)
        found = first_addresses(tx, people)
        event.remove(database, "before_cursor_execute", note)
    assert len(statements) == 1
    assert {at.channel for at in found.values() if at} == {"telegram"}
    assert len(found) == 10_000
