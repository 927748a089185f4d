"""Whoever joins while the service runs gets the menu of their role, and keeps it up to date."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.channels.line.menus.following import MenuFollower
from storage.db import transaction
from storage.people import find_or_add_person, grant_role, link_address, set_locale
from storage.records import Role
from storage.units import save_unit
from tests.channels.line.desk import Desk
from tests.checks.test_menus import apply
from tests.fakes.faults import At, Script, ServerError
from tests.turns.grounds import grounded
from tests.turns.office import NOW, UNIT


def join(engine: Engine, account: str, role: Role) -> int:
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        person = find_or_add_person(tx, name="วิชัย", unit_code=UNIT.code, locale="en", now=NOW)
        grant_role(tx, person_id=person.id, role=role, unit_code=UNIT.code)
        link_address(
            tx, person_id=person.id, channel="line", account=account, lane=account, now=NOW
        )
        return person.id


async def test_who_joins_gets_their_menu_and_another_when_their_language_changes(
    desk: Desk, database_url: str
) -> None:
    await apply(desk.line)
    with grounded(database_url) as ground:
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        person = join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        await follower.look(ground)
        assert desk.phone.menu[0] == "Status"
        with transaction(ground.engine) as tx:
            set_locale(tx, person_id=person, locale="th")
        await follower.look(ground)
        assert desk.phone.menu[0] == "สถานะ"
        calls = desk.line.calls
        await follower.look(ground)
        assert desk.line.calls == calls


async def test_who_could_not_be_linked_is_linked_the_next_time(desk: Desk, sqlite_url: str) -> None:
    await apply(desk.line)
    with grounded(sqlite_url) as ground:
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        desk.line.play(Script(listed=(At("linkRichMenuIdToUser", ServerError()),)))
        await follower.look(ground)
        await follower.look(ground)
        assert desk.phone.menu[0] == "Status"
